using System.Diagnostics;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Packaging;

/// <summary>The shell scripts, as a linter reads them.</summary>
public sealed class ScriptTests
{
    [Fact]
    public async Task A_linter_finds_nothing_in_the_scripts()
    {
        string[] scripts =
        [
            .. Directory.GetFiles(TestPaths.Repository, "*.sh"),
            .. new[] { "scripts", "systemd", "samples" }.SelectMany(folder => Directory.GetFiles(Path.Combine(TestPaths.Repository, folder), "*.sh")),
        ];

        // Information is left out: older versions take what a trap calls for unreachable.
        var start = new ProcessStartInfo("shellcheck", ["--external-sources", "--severity=warning", .. scripts]) { WorkingDirectory = TestPaths.Repository };
        var run = await ProcessRun.ToEndAsync(start, Patience.Limit);

        Assert.Equal((0, ""), (run.ExitCode, run.Output + run.Error));
    }
}
