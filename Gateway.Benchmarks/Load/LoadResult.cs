namespace Gateway.Benchmarks.Load;

/// <summary>What one load gave. Counts are of the whole run; latencies, stages and processors of the measured part.</summary>
internal sealed record LoadResult
{
    /// <summary>Calls at the same time.</summary>
    public required int Calls { get; init; }

    /// <summary>What happened to everything that was said.</summary>
    public required Account Account { get; init; }

    /// <summary>Utterances a second that ended in the measured part.</summary>
    public required double UtterancesPerSecond { get; init; }

    /// <summary>Word errors per word, 0 to 1 and above.</summary>
    public required double WordErrorRate { get; init; }

    /// <summary>From sending the last speech to the arrival of the request, in milliseconds, as the simulator measures it; null if nothing arrived.</summary>
    public required Distribution? Latency { get; init; }

    /// <summary>From receiving the last speech to the target's answer, as the gateway measures it; null if it does not.</summary>
    public required Distribution? GatewayLatency { get; init; }

    /// <summary>The same by stage, in the order of <see cref="StageTimes.Names"/>; empty if the gateway does not measure it.</summary>
    public required IReadOnlyList<Distribution> Stages { get; init; }

    /// <summary>Processors that the gateway kept busy.</summary>
    public required double GatewayCores { get; init; }

    /// <summary>Processors that the simulator kept busy, on the same machine.</summary>
    public required double SimulatorCores { get; init; }

    /// <summary>The most memory that the gateway had, in bytes.</summary>
    public required long PeakMemory { get; init; }

    /// <summary>The most that a frame left behind its schedule.</summary>
    public required TimeSpan Lag { get; init; }

    /// <summary>What the gateway warned of, and what was wrong with calls.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Processor seconds of the gateway for a minute of one call.</summary>
    public double ProcessorPerCallMinute => GatewayCores * 60 / Calls;

    /// <summary>Whether latency is as promised and nothing was lost by overload.</summary>
    public bool IsWithin(double limitMilliseconds) => Account is { Shed: 0, Failed: 0, LostByWebhook: 0 } && Latency is { } latency && latency.P95 <= limitMilliseconds;
}

/// <summary>What became of everything that was said.</summary>
/// <param name="Said">Utterances spoken while transcription was on.</param>
/// <param name="Delivered">Those of which at least a part arrived.</param>
/// <param name="Missing">Those of which nothing did.</param>
/// <param name="Shed">Utterances that the gateway says it dropped, because recognition was too far behind.</param>
/// <param name="Failed">Utterances that the gateway says it lost, because recognising or storing them failed.</param>
/// <param name="LostByWebhook">Utterances that the gateway says it could not post.</param>
internal sealed record Account(int Said, int Delivered, int Missing, int Shed, int Failed, long LostByWebhook)
{
    /// <summary>Utterances that are missing without the gateway having said so: nothing was understood, or several were heard as one.</summary>
    public long Unexplained => Math.Max(0, Missing - Shed - Failed - LostByWebhook);
}
