using System.Diagnostics;

namespace Gateway.Tests.Support;

/// <summary>Runs a program of the machine's and gives back what it wrote.</summary>
internal static class Command
{
    /// <param name="directory">Where it runs.</param>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">What it is told.</param>
    public static async Task<string> RunAsync(string directory, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await output} {await errors}");
        return await output;
    }
}
