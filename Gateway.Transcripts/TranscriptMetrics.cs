using System.Diagnostics.Metrics;

namespace Gateway.Transcripts;

/// <summary>What is counted about keeping transcripts. Meter <c>gateway.transcripts</c>.</summary>
public sealed class TranscriptMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "gateway.transcripts";

    private readonly Counter<long> _stored;
    private readonly Counter<long> _notStored;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _deleted;
    private readonly Counter<long> _published;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public TranscriptMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _stored = meter.CreateCounter<long>("gateway.transcripts.stored", "{entry}", "Utterances and events written to the store.");
        _notStored = meter.CreateCounter<long>("gateway.transcripts.not_stored", "{entry}", "Utterances and events given up because the store failed for too long.");
        _failures = meter.CreateCounter<long>("gateway.transcripts.failures", "{write}", "Writes that failed; what they held waits for the next.");
        _deleted = meter.CreateCounter<long>("gateway.transcripts.deleted", "{row}", "Rows deleted because their time was over.");
        _published = meter.CreateCounter<long>("gateway.transcripts.published", "{utterance}", "Utterances written to export files.");
        _duration = meter.CreateHistogram<double>("gateway.transcripts.write_duration", "s", "Time that one write took, of however many entries.");
    }

    internal void Stored(int entries, TimeSpan duration)
    {
        _stored.Add(entries);
        _duration.Record(duration.TotalSeconds);
    }

    internal void NotStored(int entries) => _notStored.Add(entries);

    internal void Failed() => _failures.Add(1);

    internal void Deleted(int rows) => _deleted.Add(rows);

    internal void Published(long utterances) => _published.Add(utterances);
}
