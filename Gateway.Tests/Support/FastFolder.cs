namespace Gateway.Tests.Support;

/// <summary>A temporary folder in memory, if the machine has such: there it costs nothing to wait until a file is on the disk.</summary>
internal static class FastFolder
{
    private const string Memory = "/dev/shm";

    public static string Create() => Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, $"gateway-tests-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("gateway-tests-").FullName;
}
