using System.Diagnostics.Metrics;

namespace Gateway.Host.Recovery;

/// <summary>What has come of a recovery. Label of metrics.</summary>
internal enum RecoveryOutcome
{
    /// <summary>Transcription goes on.</summary>
    Recovered,

    /// <summary>Somebody else has started it again.</summary>
    StartedByOwner,

    /// <summary>The call has ended.</summary>
    CallEnded,

    /// <summary>Its owner has stopped it.</summary>
    Withdrawn,

    /// <summary>It could not be done.</summary>
    GaveUp,

    /// <summary>The process ends.</summary>
    Interrupted,
}

/// <summary>What recovery counts. Meter <c>gateway.recovery</c>.</summary>
internal sealed class RecoveryMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "gateway.recovery";

    private readonly Counter<long> _callbacks;
    private readonly Counter<long> _concluded;
    private readonly Histogram<double> _duration;

    public RecoveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _callbacks = meter.CreateCounter<long>("gateway.recovery.callbacks", "{callback}", "Status callbacks with a right signature, by event.");
        _concluded = meter.CreateCounter<long>("gateway.recovery.concluded", "{recovery}", "Recoveries, by outcome.");
        _duration = meter.CreateHistogram<double>("gateway.recovery.duration", "s", "From the noticed break to transcription, of those that succeeded.");
    }

    public void Told(StreamEventKind kind) => _callbacks.Add(1, new KeyValuePair<string, object?>("event", kind.ToString()));

    public void Concluded(RecoveryOutcome outcome, TimeSpan took)
    {
        _concluded.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
        if (outcome == RecoveryOutcome.Recovered)
            _duration.Record(took.TotalSeconds);
    }
}
