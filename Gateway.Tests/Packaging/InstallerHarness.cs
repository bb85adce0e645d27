using System.Diagnostics;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Packaging;

/// <summary>
/// <c>systemd/install.sh</c> with a root directory of its own and programs that stand in for those that would touch this machine.
/// </summary>
internal sealed class InstallerHarness : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-install-").FullName;

    public InstallerHarness() => Directory.CreateDirectory(Programs);

    /// <summary>What <c>--root</c> names.</summary>
    public string Root => Path.Combine(_folder, "root");

    /// <summary>Comes before everything else on the path.</summary>
    public string Programs => Path.Combine(_folder, "programs");

    public string Releases => Path.Combine(Root, "opt", "twilio-gateway", "releases");

    /// <summary>The directory of the current release, or null.</summary>
    public string? Current => Path.Combine(Root, "opt", "twilio-gateway", "current") is var link && Directory.Exists(link)
        ? Directory.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName
        : null;

    /// <summary>What the current release is: the text that <see cref="Publish"/> gave it; null: none.</summary>
    public string? CurrentContent => Current is { } release ? File.ReadAllText(Path.Combine(release, "appsettings.json")) : null;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A directory that looks like a published gateway.</summary>
    public string Publish(string content)
    {
        var folder = Path.Combine(_folder, "published-" + content);
        Directory.CreateDirectory(Path.Combine(folder, "runtimes"));
        foreach (var file in new[] { "twilio-gateway", "twilio-gateway.dll", "appsettings.json", "runtimes/native.so" })
            File.WriteAllText(Path.Combine(folder, file), content);
        File.SetUnixFileMode(Path.Combine(folder, "twilio-gateway"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>Puts a script on the path, in the place of a program.</summary>
    public void Replace(string program, string script)
    {
        var file = Path.Combine(Programs, program);
        File.WriteAllText(file, "#!/bin/bash\n" + script + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The target is a machine on which systemd runs, as far as the installer can see; <c>systemctl</c> writes down what it is told.</summary>
    public void PretendSystemdRuns(int managementPort)
    {
        Directory.CreateDirectory(Path.Combine(Root, "run", "systemd", "system"));
        Directory.CreateDirectory(Path.Combine(Root, "etc", "twilio-gateway"));
        File.WriteAllText(Path.Combine(Root, "etc", "twilio-gateway", "environment"), $"Gateway__Management__Url=http://127.0.0.1:{managementPort}\n");
        Replace("systemctl", $"""
            echo "$*" >>"{Calls}"
            [[ $1 != is-active ]] || echo active
            [[ $1 != is-failed ]]
            """);
        Replace("journalctl", "echo the end of the log");
    }

    /// <summary>What <c>systemctl</c> was told.</summary>
    public string[] SystemctlCalls => File.Exists(Calls) ? File.ReadAllLines(Calls) : [];

    private string Calls => Path.Combine(_folder, "systemctl-calls");

    /// <summary>Runs the installer to its end, or to where something kills it.</summary>
    public Task<ProcessRun> RunAsync(params string[] arguments)
    {
        // A process group of its own: a stand-in can kill the installer with everything that it has started.
        var start = new ProcessStartInfo("setsid", ["--wait", Path.Combine(TestPaths.Repository, "systemd", "install.sh"), "--root", Root, .. arguments]);
        start.Environment["PATH"] = $"{Programs}:{start.Environment["PATH"]}";
        return ProcessRun.ToEndAsync(start, Patience.Limit);
    }
}
