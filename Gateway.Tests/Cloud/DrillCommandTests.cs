using System.Diagnostics;
using System.Text.Json;
using Gateway.Simulator.Commands;
using Gateway.Simulator.Drills;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Cloud;

/// <summary>The simulator's <c>drill</c> as a program of its own.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DrillCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-drill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task All_drills_are_listed()
    {
        var run = await DrillAsync("--list");

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.All(Drill.All, drill => Assert.Contains(drill.Name, run.Output, StringComparison.Ordinal));
        Assert.Equal(Drill.All.Count, Drill.All.Select(drill => drill.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("There is no drill 'socket-rest'", "--list", "--only", "socket-reset,socket-rest")]
    [InlineData("--gateway must be an https URL", "--auth-token", "x", "--api-id", "a", "--api-secret", "b")]
    [InlineData("--auth-token is needed", "--gateway", "https://127.0.0.1:1", "--api-id", "a", "--api-secret", "b")]
    [InlineData("--cloud must be address:port", "--list", "--cloud", "here")]
    public async Task What_cannot_be_played_is_refused_in_a_line(string reason, params string[] arguments)
    {
        var run = await DrillAsync(arguments);

        Assert.Equal(ExitCode.Unusable, run.ExitCode);
        Assert.Contains(reason, run.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_is_started_killed_started_again_and_ended()
    {
        var (tls, state, report) = (Path.Combine(_folder, "tls"), Path.Combine(_folder, "state"), Path.Combine(_folder, "report.json"));
        Assert.Equal(ExitCode.Success, (await SimulateAsync("certificate", "--out", tls)).ExitCode);
        var (gateway, webhook, cloud) = (DrilledGateway.FreePort(), DrilledGateway.FreePort(), DrilledGateway.FreePort());
        var program = InstalledProgram.Run(
            $"--Kestrel:Endpoints:Https:Url=https://127.0.0.1:{gateway}",
            "--Gateway:Management:Url=http://127.0.0.1:0",
            $"--Gateway:StateDirectory={state}",
            $"--Gateway:PublicUrl=https://127.0.0.1:{gateway}",
            $"--Gateway:Webhook:Url=https://127.0.0.1:{webhook}/",
            $"--Gateway:Webhook:Tls:CaFile={tls}/ca.pem",
            $"--Gateway:Twilio:AccountSid={CloudHarness.AccountSid}",
            $"--Gateway:Twilio:AuthToken={CloudHarness.AuthToken.Reveal()}",
            $"--Gateway:Twilio:ApiBaseUrl=https://127.0.0.1:{cloud}",
            $"--Gateway:Twilio:ApiCaFile={tls}/ca.pem",
            "--Gateway:Twilio:Continuation=<Pause/>",
            "--Gateway:Twilio:Recovery:Enabled=true");

        var run = await DrillAsync(
            // How fast it is depends on what else this machine does, and is not what this is about.
            "--only", "kill", "--slack", "20s", "--json", report, "--gateway", $"https://127.0.0.1:{gateway}", "--api-key-file", $"{state}/api-key.json", "--ca", $"{state}/certificate.pem",
            "--auth-token", CloudHarness.AuthToken.Reveal(), "--listen", $"127.0.0.1:{webhook}", "--listen-certificate", tls, "--cloud", $"127.0.0.1:{cloud}",
            "--gateway-command", $"{program.FileName} {string.Join(' ', program.ArgumentList.Select(argument => $"'{argument}'"))} >'{_folder}/log' 2>&1");

        Assert.True(run.ExitCode == ExitCode.Success, run.Output + string.Join('\n', run.ErrorLines));
        var drill = Assert.Single(JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(report)).GetProperty("drills").EnumerateArray());
        Assert.Equal(("kill", "good"), (drill.GetProperty("drill").GetString(), drill.GetProperty("verdict").GetString()));
        Assert.True(drill.GetProperty("transcribingAfter").GetDouble() > 0);
    }

    private static Task<ProcessRun> DrillAsync(params string[] arguments) => SimulateAsync(["drill", .. arguments]);

    private static Task<ProcessRun> SimulateAsync(params string[] arguments) => ProcessRun.ToEndAsync(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway-simulator.dll"), .. arguments]) { WorkingDirectory = TestPaths.Repository },
        4 * Patience.Limit);
}
