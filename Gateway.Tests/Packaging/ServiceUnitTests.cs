using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Packaging;

/// <summary>The unit as systemd itself reads it. Whether the gateway lives in its sandbox is tried by <c>scripts/drill-systemd.sh</c>.</summary>
public sealed partial class ServiceUnitTests : IDisposable
{
    private const decimal MostExposure = 1.5m;

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-unit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Systemd_finds_no_mistake_in_the_unit()
    {
        var run = await AnalyzeAsync("verify", "--man=no", UnitWithAnExistingProgram());

        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Systemd_does_find_mistakes()
    {
        var unit = UnitWithAnExistingProgram();
        await File.AppendAllTextAsync(unit, "\n[Service]\nRestrt=always\n");

        var run = await AnalyzeAsync("verify", "--man=no", unit);

        Assert.Contains("Restrt", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_intruder_could_reach_is_little()
    {
        var run = await AnalyzeAsync("security", "--offline=true", "--no-pager", Unit);

        var exposure = Exposure().Match(run.Output);
        Assert.True(exposure.Success, run.Output + run.Error);
        Assert.InRange(decimal.Parse(exposure.Groups[1].ValueSpan, CultureInfo.InvariantCulture), 0, MostExposure);
    }

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("RestartPreventExitStatus", "78")]
    [InlineData("WatchdogSignal", "SIGKILL")]
    [InlineData("StateDirectoryMode", "0700")]
    [InlineData("LimitCORE", "0")]
    public async Task The_unit_says_what_the_documents_promise(string setting, string value) =>
        Assert.Equal($"{setting}={value}", Assert.Single(await File.ReadAllLinesAsync(Unit), line => line.StartsWith(setting + "=", StringComparison.Ordinal)));

    private static string Unit => Path.Combine(TestPaths.Repository, "systemd", "twilio-gateway.service");

    /// <summary>A unit whose program is not there counts as a mistake.</summary>
    private string UnitWithAnExistingProgram()
    {
        var text = File.ReadAllText(Unit);
        var unit = Path.Combine(_folder, "twilio-gateway.service");
        File.WriteAllText(unit, text.Replace("ExecStart=/opt/twilio-gateway/current/twilio-gateway", "ExecStart=/bin/true", StringComparison.Ordinal));
        Assert.NotEqual(text, File.ReadAllText(unit));
        return unit;
    }

    private static Task<ProcessRun> AnalyzeAsync(params string[] arguments) => ProcessRun.ToEndAsync(new ProcessStartInfo("systemd-analyze", arguments), Patience.Limit);

    [GeneratedRegex(@"Overall exposure level for [^:]+: (\d+\.\d+)")]
    private static partial Regex Exposure();
}
