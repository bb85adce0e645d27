using System.Runtime.CompilerServices;

namespace Gateway.Tests.Support;

/// <summary>Where the repository's own files are.</summary>
internal static class TestPaths
{
    public static string Repository { get; } = Find();

    public static string Sample => Path.Combine(Repository, "samples", "streaming-upgrade.json");

    public static string Fixtures => Path.Combine(Repository, "Gateway.Tests", "Protocol", "Fixtures");

    public static string Corpus => Path.Combine(Repository, "Gateway.Tests", "Text", "Corpus");

    private static string Find([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
