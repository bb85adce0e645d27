using System.Diagnostics;

namespace Gateway.Tests.Support;

/// <summary>A file system of 1 MB with nothing on it.</summary>
internal sealed class SmallDisk : IDisposable
{
    public SmallDisk()
    {
        Mount("mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", Folder);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("gateway-disk-").FullName;

    /// <summary>Whether this process may make one.</summary>
    public static bool IsPossible { get; } = Try();

    public void MakeReadOnly() => Mount("mount", "-o", "remount,ro", Folder);

    public void Dispose()
    {
        Mount("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Try()
    {
        if (!Environment.IsPrivilegedProcess)
            return false;
        try
        {
            using var disk = new SmallDisk();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Mount(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(errors);
    }
}

/// <summary>A test that mounts a file system: of the users only root may, and not in every container.</summary>
public sealed class MountingFactAttribute : FactAttribute
{
    public MountingFactAttribute()
    {
        if (!SmallDisk.IsPossible)
            Skip = "This user may not mount a file system: run the tests as root, in a container with CAP_SYS_ADMIN.";
    }
}
