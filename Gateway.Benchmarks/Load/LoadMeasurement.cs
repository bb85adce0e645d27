using Gateway.Simulator.Calls;
using Gateway.Simulator.Twilio;

namespace Gateway.Benchmarks.Load;

/// <summary>Plays one number of calls against a gateway of its own, in real time, and measures.</summary>
internal sealed class LoadMeasurement(LoadSettings settings, TimeProvider time)
{
    /// <summary>Measures one load.</summary>
    /// <exception cref="IOException">The gateway does not start, or speech cannot be made.</exception>
    public async Task<LoadResult> RunAsync(int calls, CancellationToken cancellationToken)
    {
        await using var target = await WebhookTarget.StartAsync(time, cancellationToken);
        await using var gateway = await GatewayUnderLoad.StartAsync([.. target.Settings, .. settings.Gateway], time, cancellationToken);
        using var client = gateway.Client();
        await using var clock = new FrameClock(time);
        var length = LoadSettings.Spread + LoadSettings.WarmUp + settings.Measured;
        var played = new PlayedCalls(calls, length, settings, gateway, client, target.Receiver, clock, settings.Seed);

        var playing = played.PlayAsync(cancellationToken);
        await Task.Delay(LoadSettings.Spread + LoadSettings.WarmUp, time, cancellationToken);
        var before = Now(gateway);
        await Task.Delay(settings.Measured, time, cancellationToken);
        var after = Now(gateway);
        var report = await playing;

        var measured = played.Timeline(report)
            .Where(each => each.At >= LoadSettings.Spread + LoadSettings.WarmUp && each.At < length)
            .Select(each => each.Utterance)
            .ToList();
        var elapsed = time.GetElapsedTime(before.Timestamp, after.Timestamp);
        var stages = gateway.Stages(before.Timestamp, after.Timestamp);
        return new LoadResult
        {
            Calls = calls,
            Account = await AccountAsync(played, report, gateway, cancellationToken),
            UtterancesPerSecond = measured.Count / settings.Measured.TotalSeconds,
            WordErrorRate = report.WordErrorRate,
            Latency = Distribution.Of(measured.Select(utterance => utterance.Latency).OfType<TimeSpan>().Select(latency => latency.TotalMilliseconds)),
            GatewayLatency = Distribution.Of(stages.Select(each => each.Total)),
            Stages = [.. StageTimes.Names.Select((_, stage) => Distribution.Of(stages.Select(each => each.Stages[stage]))).OfType<Distribution>()],
            GatewayCores = (after.Gateway - before.Gateway) / elapsed,
            SimulatorCores = (after.Simulator - before.Simulator) / elapsed,
            PeakMemory = gateway.PeakMemory,
            Lag = report.Lag,
            Problems = [.. gateway.Troubles(), .. report.Calls.SelectMany(call => call.Problems)],
        };
    }

    /// <summary>What became of everything that was said in a run.</summary>
    public static async Task<Account> AccountAsync(PlayedCalls played, RunReport report, GatewayUnderLoad gateway, CancellationToken cancellationToken)
    {
        var missing = report.Missing;
        return new Account(played.Said, played.Said - missing, missing, gateway.UtterancesShed, gateway.UtterancesFailed, await gateway.LostByWebhookAsync(cancellationToken));
    }

    private (long Timestamp, TimeSpan Gateway, TimeSpan Simulator) Now(GatewayUnderLoad gateway) => (time.GetTimestamp(), gateway.Processor, Environment.CpuUsage.TotalTime);
}
