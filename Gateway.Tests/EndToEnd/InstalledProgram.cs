using System.Diagnostics;

namespace Gateway.Tests.EndToEnd;

/// <summary>The gateway as a program of its own.</summary>
internal static class InstalledProgram
{
    public static ProcessStartInfo Run(params string[] settings)
    {
        // The tests lie in <artifacts>/bin/Gateway.Tests/<configuration>, and the program beside them.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Gateway.Host", configuration, "twilio-gateway.dll"));
        return new ProcessStartInfo("dotnet", [program, .. settings]);
    }
}
