using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// The program as it is installed, when it cannot start: the operator gets an exit code and plain words (no stack traces, no secrets).
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class StartUpTests : IDisposable
{
    private const int Misconfigured = 78;
    private const string Password = "correct-horse-battery-staple";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Settings_that_cannot_be_read_are_told_one_per_line_with_key_and_cure()
    {
        var run = await RunAsync(
            "--Gateway:Webhok:Url=https://target.example.test",
            "--Gateway:Calls:MediaIdle=soon",
            "--Gateway:Calls:MaxStreams=many",
            "--Gateway:PublicUrl=gateway",
            "--Gateway:ApiKeys:0:Id=a",
            "--Gateway:ApiKeys:0:SecretSha256=" + new string('a', 64),
            "--Gateway:ApiKeys:0:Password=" + Password,
            "--Gateway:ApiKeys:0:Products:0=Everything",
            "--Gateway:ApiKeys:0:Products:1=FileExporter",
            "--Gateway:Webhook:Secret=" + Password,
            "--Gateway:Twilio:ValidateSignature=" + Password,
            "--Gateway:Twilio:AuthTokenFile=/nowhere/token");

        MustSay(
            run,
            ("Gateway:Webhok", "Known here: "),
            ("Gateway:Calls:MediaIdle", "hh:mm:ss"),
            ("Gateway:Calls:MaxStreams", "whole number"),
            ("Gateway:PublicUrl", "absolute URL"),
            ("Gateway:ApiKeys:0:Password", "Known here: "),
            ("Gateway:ApiKeys:0:Products:0", "AutoTranscribe"),
            ("Gateway:Webhook:Secret", "section"),
            ("Gateway:Twilio:ValidateSignature", "true or false"),
            ("Gateway:Twilio:AuthTokenFile", "/nowhere/token"));
    }

    [Fact]
    public async Task Settings_that_make_no_sense_are_told_one_per_line_with_key_and_cure()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "empty.pem"), "nothing\n");
        var run = await RunAsync(
            "--Gateway:PublicUrl=http://gateway.example.test/path",
            "--Gateway:Webhook:Url=http://target.example.test",
            "--Gateway:Webhook:Secret:Name=not a header",
            "--Gateway:Webhook:Secret:Value=" + Password,
            "--Gateway:Webhook:Timeout=02:00:00",
            "--Gateway:Webhook:Tls:CaFile=" + Path.Combine(_folder, "empty.pem"),
            "--Gateway:Calls:MediaIdle=00:00:01",
            "--Gateway:StreamUrl:SigningKey=short" + Password[..3],
            "--Gateway:ApiKeys:0:Id=a",
            "--Gateway:ApiKeys:0:Secret=" + Password,
            "--Gateway:ApiKeys:0:SecretSha256=beef",
            "--Gateway:Twilio:ValidateSignature=true",
            "--Gateway:Management:Url=https://127.0.0.1:8081",
            "--Kestrel:Endpoints:Plain:Url=http://*:8080");

        MustSay(
            run,
            ("Gateway:PublicUrl", "https origin"),
            ("Gateway:Webhook:Url", "https"),
            ("Gateway:Webhook:Secret:Name", "HTTP header"),
            ("Gateway:Webhook:Timeout", "between"),
            ("Gateway:Webhook:Tls", "PEM certificate"),
            ("Gateway:Calls:MediaIdle", "between"),
            ("Gateway:StreamUrl:SigningKey", "32 characters"),
            ("Gateway:ApiKeys:0: ", "exactly one"),
            ("Gateway:ApiKeys:0:SecretSha256", "64 hexadecimal digits"),
            ("Gateway:ApiKeys:0:Products", "at least one"),
            ("Gateway:Twilio:ValidateSignature", "AuthToken"),
            ("Gateway:Management:Url", "http URL"),
            ("Kestrel:Endpoints:Plain:Url", "https://"));
    }

    [Fact]
    public async Task A_state_directory_that_cannot_be_used_is_told_in_one_line()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        MustSay(await RunAsync("--Gateway:StateDirectory=" + file), ("Gateway:StateDirectory", file));
    }

    [Fact]
    public async Task An_audit_log_that_cannot_be_kept_is_told_in_one_line()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        MustSay(await RunAsync("--Gateway:Audit:Directory=" + file), ("Gateway:Audit:Directory", "Name a directory"));
    }

    [Fact]
    public async Task A_missing_speech_model_is_told_with_the_package_to_install()
    {
        var run = await RunAsync("--Gateway:Recognition:PocketSphinx:ModelDirectory=" + _folder);
        Assert.Equal(Misconfigured, run.ExitCode);
        var line = Assert.Single(run.ErrorLines);
        Assert.Contains("pocketsphinx-en-us", line, StringComparison.Ordinal);
        Assert.Contains("Gateway:Recognition:PocketSphinx:ModelDirectory", line, StringComparison.Ordinal);
        MustTellNoSecretAndNoStack(run);
    }

    [Theory]
    [InlineData("--Kestrel:Endpoints:Https:Url=https://127.0.0.1:{0}")]
    [InlineData("--Gateway:Management:Url=http://127.0.0.1:{0}")]
    public async Task A_port_in_use_is_told_in_one_line_and_is_no_mistake_of_the_configuration(string setting)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var run = await RunAsync(setting.Replace("{0}", port, StringComparison.Ordinal));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(port, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        MustTellNoSecretAndNoStack(run);
    }

    [Theory]
    // An address of no machine (RFC 5737), or one of another machine than this.
    [InlineData("--Kestrel:Endpoints:Https:Url=https://192.0.2.1:0")]
    [InlineData("--Gateway:Management:Url=http://192.0.2.1:0")]
    public async Task An_address_of_another_machine_is_told_in_one_line(string setting)
    {
        var run = await RunAsync(setting);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("192.0.2.1", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        MustTellNoSecretAndNoStack(run);
    }

    [Theory]
    [InlineData("--Kestrel:Endpoints:Https:Certificate:Path=/nowhere/server.pem", "/nowhere/server.pem")]
    [InlineData("--Kestrel:Endpoints:Https:Certificate:Path={0}", "certificate")]
    [InlineData("--Kestrel:Endpoints:Https:Url=https://127.0.0.1:99999", "99999")]
    public async Task A_listener_that_cannot_be_made_is_told_in_one_line(string setting, string what)
    {
        var nonsense = Path.Combine(_folder, "nonsense.pem");
        await File.WriteAllTextAsync(nonsense, "this is no certificate\n");
        var run = await RunAsync(setting.Replace("{0}", nonsense, StringComparison.Ordinal));
        Assert.Equal(Misconfigured, run.ExitCode);
        Assert.Contains(what, run.Error, StringComparison.OrdinalIgnoreCase);
        MustTellNoSecretAndNoStack(run);
    }

    /// <summary>Starts the program with sound settings, but for those given.</summary>
    [Theory]
    [InlineData("api-key.json", "{}", "API key")]
    [InlineData("api-key.json", "{\"id\":", "API key")]
    [InlineData("stream-url-key", "", "signing key")]
    [InlineData("certificate.pfx", "nothing", "certificate")]
    public async Task A_damaged_file_of_the_gateways_own_is_named_with_the_cure(string file, string content, string what)
    {
        var state = Directory.CreateDirectory(Path.Combine(_folder, "state"));
        await File.WriteAllTextAsync(Path.Combine(state.FullName, file), content);
        var run = await RunAsync();

        Assert.Equal(Misconfigured, run.ExitCode);
        Assert.Contains($"holds no {what} any more. Delete it", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_settings_that_make_no_sense_are_a_mistake_like_others()
    {
        var run = await RunAsync("--Serilog:MinimumLevel:Default=Bogus");

        Assert.Equal(Misconfigured, run.ExitCode);
        Assert.Contains("Serilog: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistyped_command_does_not_start_a_gateway()
    {
        var run = await ProcessRun.ToEndAsync(InstalledProgram.Run("chek-webhook"), Patience.Limit);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Usage: twilio-gateway [verb]", run.Error, StringComparison.Ordinal);
    }

    private Task<ProcessRun> RunAsync(params string[] settings)
    {
        string[] sound =
        [
            "--Kestrel:Endpoints:Https:Url=https://127.0.0.1:0",
            "--Gateway:Management:Url=http://127.0.0.1:0",
            "--Gateway:StateDirectory=" + Path.Combine(_folder, "state"),
        ];
        var start = InstalledProgram.Run([.. sound, .. settings]);
        start.WorkingDirectory = _folder;
        return ProcessRun.ToEndAsync(start, Patience.Limit);
    }

    /// <summary>Exactly these mistakes are told, each on a line of its own that names the key and the cure.</summary>
    private static void MustSay(ProcessRun run, params (string Key, string Cure)[] mistakes)
    {
        Assert.Equal(Misconfigured, run.ExitCode);
        foreach (var (key, cure) in mistakes)
            Assert.Single(run.ErrorLines, line => line.Contains($" {key}", StringComparison.Ordinal) && line.Contains(cure, StringComparison.Ordinal));
        Assert.Equal(1 + mistakes.Length, run.ErrorLines.Count);
        MustTellNoSecretAndNoStack(run);
    }

    private static void MustTellNoSecretAndNoStack(ProcessRun run)
    {
        foreach (var text in new[] { run.Output, run.Error })
        {
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Unhandled", text, StringComparison.Ordinal);
        }
    }
}
