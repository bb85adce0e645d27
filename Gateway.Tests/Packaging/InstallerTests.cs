using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Packaging;

/// <summary>Installing, upgrading, going back, removing; and what is there when that is cut off.</summary>
public sealed class InstallerTests : IDisposable
{
    /// <summary>Every program that changes something.</summary>
    private static readonly string[] Changing = ["mkdir", "chmod", "chown", "cp", "mv", "ln", "rm", "sync", "cat", "diff", "systemctl"];

    /// <summary>Every third step, or every single one when <c>GATEWAY_TESTS_LONG=1</c>.</summary>
    private static readonly int Stride = Environment.GetEnvironmentVariable("GATEWAY_TESTS_LONG") == "1" ? 1 : 3;

    private readonly InstallerHarness _installer = new();

    public void Dispose() => _installer.Dispose();

    [Fact]
    public async Task A_first_installation_has_everything_in_its_place_and_secrets_only_for_root()
    {
        var run = await _installer.RunAsync("--from", _installer.Publish("one"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("one", _installer.CurrentContent);
        Assert.Contains("nothing was started", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Under("etc/systemd/system/twilio-gateway.service")));
        Assert.Equal("drwx------", ModeOf("etc/twilio-gateway/credentials"));
        Assert.Equal("drwxr-x---", ModeOf("etc/twilio-gateway/tls"));
        Assert.Equal("drwx------", ModeOf("var/lib/twilio-gateway"));
        Assert.Equal("-rw-------", ModeOf("etc/twilio-gateway/environment"));
        Assert.Equal("-rwxr-xr-x", ModeOf("opt/twilio-gateway/current/twilio-gateway"));
    }

    [Fact]
    public async Task An_upgrade_keeps_the_configuration_and_a_rollback_goes_back_to_the_release_before()
    {
        await MustAsync("--from", _installer.Publish("one"));
        await File.WriteAllTextAsync(Under("etc/twilio-gateway/environment"), "Gateway__NodeName=mine\n");
        await MustAsync("--from", _installer.Publish("two"));
        Assert.Equal("two", _installer.CurrentContent);

        await MustAsync("--rollback");

        Assert.Equal("one", _installer.CurrentContent);
        Assert.Equal("Gateway__NodeName=mine\n", await File.ReadAllTextAsync(Under("etc/twilio-gateway/environment")));
        var again = await _installer.RunAsync("--rollback");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("no release before", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Installing_the_same_again_changes_nothing()
    {
        await MustAsync("--from", _installer.Publish("one"));
        var before = _installer.Current;

        var run = await _installer.RunAsync("--from", _installer.Publish("one"));

        Assert.Contains("installed already", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, before), (run.ExitCode, _installer.Current));
        Assert.Single(Directory.GetDirectories(_installer.Releases));
    }

    [Fact]
    public async Task Only_the_last_releases_are_kept()
    {
        foreach (var content in new[] { "one", "two", "three", "four", "five" })
            await MustAsync("--from", _installer.Publish(content));

        Assert.Equal(
            ["five", "four", "three"],
            Directory.GetDirectories(_installer.Releases).Select(release => File.ReadAllText(Path.Combine(release, "appsettings.json"))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Removing_leaves_data_and_settings_and_says_where_they_are()
    {
        await MustAsync("--from", _installer.Publish("one"));
        await File.WriteAllTextAsync(Under("var/lib/twilio-gateway/transcripts.db"), "what was said");

        var run = await _installer.RunAsync("--uninstall");

        Assert.False(Directory.Exists(Under("opt/twilio-gateway")));
        Assert.False(File.Exists(Under("etc/systemd/system/twilio-gateway.service")));
        Assert.Equal("what was said", await File.ReadAllTextAsync(Under("var/lib/twilio-gateway/transcripts.db")));
        Assert.Contains(Under("var/lib/twilio-gateway"), run.Output, StringComparison.Ordinal);
        Assert.Contains(Under("etc/twilio-gateway"), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_said_and_nothing_is_installed()
    {
        _installer.Replace("dpkg-query", "[[ $* == *libpocketsphinx3* ]] && echo installed");
        var published = _installer.Publish("one");

        var packages = await _installer.RunAsync("--from", published, "--packages", "check");
        var nothing = await _installer.RunAsync("--from", Path.GetTempPath());
        var nonsense = await _installer.RunAsync("--form", published);

        Assert.Equal("These Debian packages are missing: pocketsphinx-en-us. Install them: apt-get install pocketsphinx-en-us\n", packages.Error);
        Assert.Contains("is not a published gateway", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("Usage:", nonsense.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1, 2), (packages.ExitCode, nothing.ExitCode, nonsense.ExitCode));
        Assert.Null(_installer.Current);
    }

    [Fact]
    public async Task A_release_that_becomes_ready_stays()
    {
        using var machine = new Readiness(_installer, _ => true);
        _installer.PretendSystemdRuns(machine.Port);

        await MustAsync("--from", _installer.Publish("one"));
        await MustAsync("--from", _installer.Publish("two"));

        Assert.Equal("two", _installer.CurrentContent);
        Assert.Equal(2, _installer.SystemctlCalls.Count(call => call == "restart twilio-gateway"));
    }

    [Fact]
    public async Task A_release_that_does_not_become_ready_is_replaced_by_the_one_before()
    {
        using var machine = new Readiness(_installer, content => content != "bad");
        _installer.PretendSystemdRuns(machine.Port);
        await MustAsync("--from", _installer.Publish("good"));

        var run = await _installer.RunAsync("--from", _installer.Publish("bad"), "--ready-timeout", "1");

        Assert.Equal((1, "good"), (run.ExitCode, _installer.CurrentContent));
        Assert.Contains("does not become ready", run.Error, StringComparison.Ordinal);
        Assert.Contains("the end of the log", run.Error, StringComparison.Ordinal);
        Assert.Contains("runs again", run.Error, StringComparison.Ordinal);
        Assert.Equal("restart twilio-gateway", _installer.SystemctlCalls.Last(call => call.StartsWith("restart", StringComparison.Ordinal)));
    }

    /// <summary>Killed before a change that it makes, each time before a later one, until it comes through.</summary>
    [Fact]
    public async Task Killed_anywhere_it_leaves_a_whole_release_and_the_next_run_completes_the_upgrade()
    {
        using var machine = new Readiness(_installer, _ => true);
        _installer.PretendSystemdRuns(machine.Port);
        var (old, @new) = (_installer.Publish("old"), _installer.Publish("new"));
        var seen = new HashSet<string?>();
        for (var step = 1; ; step += Stride)
        {
            Assert.True(step < 200, "It never came through.");
            await MustAsync("--from", old);
            KillBefore(step);
            var run = await _installer.RunAsync("--from", @new);
            KillNowhere();
            if (run.ExitCode == 0)
                break;

            var content = _installer.CurrentContent;
            seen.Add(content);
            Assert.Contains(content, new[] { "old", "new" });
            Assert.True(Directory.EnumerateFiles(_installer.Current!, "*", SearchOption.AllDirectories).Count(file => !file.Contains("/systemd/", StringComparison.Ordinal)) == 4, $"Half a release is the current one after step {step}.");
            var restartsBefore = Restarts;
            await MustAsync("--from", @new);
            Assert.Equal("new", _installer.CurrentContent);
            // Whatever was cut off: what runs in the end is what is installed.
            Assert.True(Restarts > restartsBefore || run.Output.Contains("is ready", StringComparison.Ordinal), $"The new release was never started after step {step}.");
        }

        Assert.Equal(["new", "old"], seen.Order(StringComparer.Ordinal));
    }

    private int Restarts => _installer.SystemctlCalls.Count(call => call.StartsWith("restart", StringComparison.Ordinal));

    private void KillBefore(int step)
    {
        var counter = Path.Combine(_installer.Programs, "counter");
        File.WriteAllText(counter, step.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var program in Changing)
        {
            var real = program == "systemctl" ? Path.Combine(_installer.Programs, "real-systemctl") : $"/usr/bin/{program}";
            if (program == "systemctl")
                File.Move(Path.Combine(_installer.Programs, program), real);
            _installer.Replace(program, $"""
                read -r left <"{counter}"
                (( left > 1 )) || kill -KILL 0
                echo $(( left - 1 )) >"{counter}"
                exec "{real}" "$@"
                """);
        }
    }

    private void KillNowhere()
    {
        foreach (var program in Changing)
            File.Delete(Path.Combine(_installer.Programs, program));
        File.Move(Path.Combine(_installer.Programs, "real-systemctl"), Path.Combine(_installer.Programs, "systemctl"));
    }

    private async Task MustAsync(params string[] arguments)
    {
        var run = await _installer.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private string Under(string path) => Path.Combine(_installer.Root, path);

    private string ModeOf(string path)
    {
        var bits = (int)File.GetUnixFileMode(Under(path));
        var letters = string.Concat(Enumerable.Range(0, 9).Select(i => (bits & (0x100 >> i)) == 0 ? '-' : "rwx"[i % 3]));
        return (Directory.Exists(Under(path)) ? "d" : "-") + letters;
    }

    /// <summary>Answers as the gateway that is the current release would: ready, or not.</summary>
    private sealed class Readiness : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Readiness(InstallerHarness installer, Func<string?, bool> isReady)
        {
            _listener.Start();
            _ = AnswerAsync(installer, isReady);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Dispose();

        private async Task AnswerAsync(InstallerHarness installer, Func<string?, bool> isReady)
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await using var stream = client.GetStream();
                    using var reader = new StreamReader(stream, leaveOpen: true);
                    await reader.ReadLineAsync();
                    var status = isReady(installer.CurrentContent) ? "200 OK" : "503 Service Unavailable";
                    await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.0 {status}\r\n\r\n"));
                }
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException or IOException)
            {
            }
        }
    }
}
