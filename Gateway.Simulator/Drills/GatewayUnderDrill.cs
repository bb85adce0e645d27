using System.Diagnostics;
using System.Globalization;

namespace Gateway.Simulator.Drills;

/// <summary>A gateway that is started, ended and started again by a command.</summary>
/// <param name="command">What the shell is to run. It becomes the gateway's own process.</param>
/// <param name="isReady">Whether the gateway takes requests.</param>
/// <param name="time">The clock.</param>
internal sealed class GatewayUnderDrill(string command, Func<CancellationToken, Task<bool>> isReady, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private Process? _process;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="HttpRequestException">It ended, or was not ready within <see cref="DrillLimits.Restart"/>.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process?.Dispose();
        // With exec the shell makes way for the gateway, so that signals reach it.
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec " + command]))!;
        var began = time.GetTimestamp();
        using var timer = new PeriodicTimer(Glance, time);
        while (!await isReady(cancellationToken))
        {
            if (_process.HasExited)
                throw new HttpRequestException($"the gateway ended with exit code {_process.ExitCode}");
            if (time.GetElapsedTime(began) > DrillLimits.Restart)
                throw new HttpRequestException($"the gateway was not ready within {DrillLimits.Restart.TotalSeconds} s");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Starts it again if it has ended; a drill may have failed between end and start.</summary>
    /// <exception cref="HttpRequestException">As <see cref="StartAsync"/>.</exception>
    public Task EnsureRunningAsync(CancellationToken cancellationToken) =>
        _process is { HasExited: false } ? Task.CompletedTask : StartAsync(cancellationToken);

    /// <summary>SIGTERM, as an operator ends it, and once more when it drains for longer than a drill can wait.</summary>
    /// <exception cref="TimeoutException">It goes on after <see cref="DrillLimits.Restart"/>.</exception>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        var ended = _process!.WaitForExitAsync(cancellationToken);
        await SignalAsync();
        try
        {
            await ended.WaitAsync(DrillLimits.Drain, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await SignalAsync();
            await ended.WaitAsync(DrillLimits.Restart, time, cancellationToken);
        }

        async Task SignalAsync()
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(cancellationToken);
        }
    }

    /// <summary>SIGKILL: nothing in it gets a chance to tidy up.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Ends it, if need be by force.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null && !_process.HasExited)
            try
            {
                await TerminateAsync(CancellationToken.None);
            }
            catch (TimeoutException)
            {
                await KillAsync(CancellationToken.None);
            }
        _process?.Dispose();
    }
}
