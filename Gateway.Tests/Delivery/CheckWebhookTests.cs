using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Support;
using Xunit.Abstractions;

namespace Gateway.Tests.Delivery;

/// <summary>The program with its verb <c>check-webhook</c> against real parts: its exit code tells whether, and its output why.</summary>
public sealed class CheckWebhookTests(RealTarget target, ITestOutputHelper output) : IClassFixture<RealTarget>
{
    [Fact]
    public async Task With_everything_in_order_every_step_is_told_and_the_message_arrives()
    {
        var client = target.Clients.IssueClient("checker");
        var lines = await RunAsync(
            0, Door.Everything, [.. Trust(target.Servers), .. Certificate(client), .. Secret(RealTarget.SecretValue), .. Token(TokenServer.ClientSecret)]);

        Assert.All(lines, line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Equal(["name", "address", "tls", "client certificate", "token", "message"], lines.Select(line => line[8..line.IndexOf(':', StringComparison.Ordinal)]));
        MustSay(lines, "tls: ", "CN=127.0.0.1", "CN=servers", "trusted by");
        MustSay(lines, "client certificate: ", "CN=checker was sent");
        var message = Assert.Single(target.Receiver.Transcripts.Snapshot(), transcript => transcript.Headers.GetValueOrDefault(RealTarget.ClientHeader) == "CN=checker");
        Assert.Equal("check-webhook", message.Message.Sender.ExternalId);
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_named() => MustSay(
        await RunAsync(1, Door.Open, Trust(target.Strangers)),
        "FAILED  tls: ", "CN=127.0.0.1", "not trusted by Gateway:Webhook:Tls:CaFile", "unable to get local issuer certificate");

    [Fact]
    public async Task A_certificate_for_another_name_is_named() =>
        MustSay(await RunAsync(1, Door.OtherName, Trust(target.Servers)), "FAILED  tls: ", "CN=other.example", "for another name");

    [Fact]
    public async Task A_client_certificate_that_is_asked_for_and_not_configured_is_named()
    {
        var lines = await RunAsync(1, Door.Certificate, Trust(target.Servers));

        MustSay(lines, "client certificate: ", "the server asks for one and none is configured");
        MustSay(lines, "FAILED  message: status 400", "No required SSL certificate was sent");
    }

    [Fact]
    public async Task A_client_certificate_of_an_unknown_authority_is_named()
    {
        var lines = await RunAsync(1, Door.Certificate, [.. Trust(target.Servers), .. Certificate(target.Strangers.IssueClient("stranger"))]);

        MustSay(lines, "client certificate: ", "CN=stranger was sent");
        MustSay(lines, "FAILED  message: status 400", "The SSL certificate error");
    }

    [Fact]
    public async Task A_configured_certificate_that_is_not_asked_for_is_told()
    {
        var lines = await RunAsync(0, Door.Open, [.. Trust(target.Servers), .. Certificate(target.Clients.IssueClient("unasked"))]);

        MustSay(lines, "client certificate: ", "CN=unasked", "the server did not ask for one");
    }

    [Fact]
    public async Task A_token_that_is_refused_is_named() => MustSay(
        await RunAsync(1, Door.Token, [.. Trust(target.Servers), .. Token("another secret")]), "FAILED  token: ", "401", "invalid_client");

    [Fact]
    public async Task A_secret_that_is_refused_is_named_and_not_shown()
    {
        var lines = await RunAsync(1, Door.Query, [.. Trust(target.Servers), .. Secret("planted secret"), "--Gateway:Webhook:Secret:In=Query"]);

        MustSay(lines, "FAILED  message: status 401");
        Assert.DoesNotContain(lines, line => line.Contains("planted", StringComparison.Ordinal));
    }

    private static string[] Trust(PrivateAuthority authority) => ["--Gateway:Webhook:Tls:CaFile=" + authority.File];

    private static string[] Certificate(PemPair pair) =>
        ["--Gateway:Webhook:Tls:ClientCertificateFile=" + pair.Certificate, "--Gateway:Webhook:Tls:ClientKeyFile=" + pair.Key];

    private static string[] Secret(string value) =>
        ["--Gateway:Webhook:Secret:Name=" + RealTarget.SecretName, "--Gateway:Webhook:Secret:Value=" + value];

    private string[] Token(string secret)
    {
        var options = target.OAuth2(default, secret);
        return
        [
            $"--Gateway:Webhook:OAuth2:TokenUrl={options.TokenUrl}",
            $"--Gateway:Webhook:OAuth2:ClientId={options.ClientId}",
            $"--Gateway:Webhook:OAuth2:ClientSecret={secret}",
            $"--Gateway:Webhook:OAuth2:Scope={options.Scope}",
            $"--Gateway:Webhook:OAuth2:Audience={options.Audience}",
            $"--Gateway:Webhook:OAuth2:Tls:CaFile={options.Tls.CaFile}",
        ];
    }

    private async Task<IReadOnlyList<string>> RunAsync(int exitCode, Door door, string[] settings)
    {
        // The tests lie in <artifacts>/bin/Gateway.Tests/<configuration>, and the program beside them.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Gateway.Host", configuration, "twilio-gateway.dll"));
        var start = new ProcessStartInfo("dotnet", [program, "check-webhook", $"--Gateway:Webhook:Url={target[door]}", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = target.Folder,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var text = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        output.WriteLine($"{text}exit code {process.ExitCode.ToString(CultureInfo.InvariantCulture)}");

        Assert.Equal("", await errors);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // One step, one line.
        Assert.All(lines, line => Assert.Matches("^(ok    |FAILED)  (name|address|tls|client certificate|token|message): ", line));
        Assert.Equal(exitCode, process.ExitCode);
        return lines;
    }

    private static void MustSay(IReadOnlyList<string> lines, string beginning, params string[] parts) =>
        Assert.Contains(lines, line => line.Contains(beginning, StringComparison.Ordinal) && parts.All(part => line.Contains(part, StringComparison.Ordinal)));
}
