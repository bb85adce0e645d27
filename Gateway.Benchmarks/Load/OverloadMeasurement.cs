using Gateway.Simulator.Calls;
using Gateway.Simulator.Twilio;

namespace Gateway.Benchmarks.Load;

/// <summary>
/// Half the knee for a while, then twice the knee, then half of it again: whether audio is still read in time, what is lost and whether that is said, and when latency is normal again.
/// </summary>
internal sealed class OverloadMeasurement(LoadSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Before = LoadSettings.Spread + TimeSpan.FromSeconds(20);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(30);

    /// <summary>Measures.</summary>
    /// <param name="knee">The calls that this machine carries.</param>
    /// <param name="lasting">How long it is to carry twice as many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<OverloadResult> RunAsync(int knee, TimeSpan lasting, CancellationToken cancellationToken)
    {
        await using var target = await WebhookTarget.StartAsync(time, cancellationToken);
        await using var gateway = await GatewayUnderLoad.StartAsync([.. target.Settings, .. settings.Gateway], time, cancellationToken);
        using var client = gateway.Client();
        await using var clock = new FrameClock(time);
        var fall = Before + LoadSettings.Spread + lasting;
        var few = new PlayedCalls(Math.Max(1, knee / 2), fall + After, settings, gateway, client, target.Receiver, clock, settings.Seed);
        var many = new PlayedCalls((2 * knee) - Math.Max(1, knee / 2), LoadSettings.Spread + lasting, settings, gateway, client, target.Receiver, clock, settings.Seed + 1);

        var playingFew = few.PlayAsync(cancellationToken);
        await Task.Delay(Before, time, cancellationToken);
        var reportOfMany = await many.PlayAsync(cancellationToken);
        var reportOfFew = await playingFew;

        var said = few.Timeline(reportOfFew).Concat(many.Timeline(reportOfMany).Select(each => (At: Before + each.At, each.Utterance)))
            .Where(each => each.Utterance.Latency is not null)
            .Select(each => new Heard(each.At, each.Utterance.Latency!.Value))
            .OrderBy(each => each.At)
            .ToList();
        var report = new RunReport([.. reportOfFew.Calls, .. reportOfMany.Calls]);
        var missing = report.Missing;
        var all = few.Said + many.Said;
        return new OverloadResult
        {
            Knee = knee,
            Rise = Before,
            Fall = fall,
            Account = new Account(all, all - missing, missing, gateway.UtterancesShed, gateway.UtterancesFailed, await gateway.LostByWebhookAsync(cancellationToken)),
            Said = said,
            AudioSent = few.Sent + many.Sent,
            AudioReceived = Received(report),
            Lag = report.Lag,
            Problems = [.. gateway.Troubles(), .. report.Calls.SelectMany(call => call.Problems)],
        };
    }

    private static TimeSpan Received(RunReport report) => TimeSpan.FromMilliseconds(
        report.Calls.SelectMany(call => call.Stops).Sum(stop => (stop.Customer?.Summary?.AudioDurationMs ?? 0) + (stop.Agent?.Summary?.AudioDurationMs ?? 0)));
}

/// <summary>An utterance that arrived.</summary>
/// <param name="At">When it began to be said, from the beginning of the run.</param>
/// <param name="Latency">From sending its last speech to its arrival.</param>
internal readonly record struct Heard(TimeSpan At, TimeSpan Latency);
