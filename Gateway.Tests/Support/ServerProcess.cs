using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.Tests.Support;

/// <summary>A server of another make, run as a child of the tests for as long as they need it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Task _errorsRead;
    private readonly List<string> _errors = [];

    private ServerProcess(Process process)
    {
        _process = process;
        _errorsRead = ReadErrorsAsync();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it has complained of so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return string.Join('\n', _errors);
        }
    }

    /// <summary>Starts one of several programs: the first that is there.</summary>
    /// <exception cref="InvalidOperationException">None is there; the message says which package to install.</exception>
    public static ServerProcess Start(ProcessStartInfo start, string package, params string[] programs)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var program in programs)
        {
            start.FileName = program;
            try
            {
                return new ServerProcess(Process.Start(start)!);
            }
            catch (Win32Exception)
            {
                // Not on the path, or not there.
            }
        }

        throw new InvalidOperationException($"{programs[0]} is needed for this test: install the Debian package {package}.");
    }

    /// <summary>The next line that it prints; null when it has ended.</summary>
    public Task<string?> ReadLineAsync(CancellationToken cancellationToken) => _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        // Programs that read their input end by themselves, the others are ended.
        _process.StandardInput.Close();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        using var limit = new CancellationTokenSource(EndLimit);
        await _process.WaitForExitAsync(limit.Token);
        await _errorsRead;
        _process.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
                _errors.Add(line);
        }
    }
}
