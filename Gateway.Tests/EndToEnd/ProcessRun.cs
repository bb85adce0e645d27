using System.Diagnostics;

namespace Gateway.Tests.EndToEnd;

/// <summary>A program that has run to its end.</summary>
internal sealed record ProcessRun(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static async Task<ProcessRun> ToEndAsync(ProcessStartInfo start, TimeSpan patience)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{start.FileName} {string.Join(' ', start.ArgumentList)} did not end: {await output} {await error}");
        }

        return new ProcessRun(process.ExitCode, await output, await error);
    }
}
