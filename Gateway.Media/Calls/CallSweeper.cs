using Microsoft.Extensions.Hosting;

namespace Gateway.Media.Calls;

/// <summary>Lets time pass for the calls, once a second.</summary>
internal sealed class CallSweeper(CallTable calls, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                calls.Sweep();
        }
        catch (OperationCanceledException)
        {
        }
    }
}
