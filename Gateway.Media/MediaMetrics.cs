using System.Diagnostics.Metrics;
using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.OpenAi;
using Gateway.Media.Recognition.WholeUtterance;
using Gateway.Media.Text.Redaction;

namespace Gateway.Media;

/// <summary>What the media path counts. Meter <c>gateway.media</c>; no label can take more than a handful of values.</summary>
public sealed class MediaMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "gateway.media";

    private readonly UpDownCounter<long> _streams;
    private readonly Counter<long> _streamsEnded;
    private readonly Counter<long> _utterances;
    private readonly Counter<long> _shed;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _engineFailures;
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _masked;
    private readonly Counter<long> _redactionFailures;
    private readonly Counter<long> _invented;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _repetitions;
    private readonly UpDownCounter<long> _requestsWaiting;

    /// <summary>Creates the instruments.</summary>
    public MediaMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _streams = meter.CreateUpDownCounter<long>("gateway.media.streams", "{stream}", "Media streams that are open now.");
        _streamsEnded = meter.CreateCounter<long>("gateway.media.streams.ended", "{stream}", "Media streams that ended, by reason.");
        _utterances = meter.CreateCounter<long>("gateway.media.utterances", "{utterance}", "Utterances recognised and handed on, by engine.");
        _shed = meter.CreateCounter<long>("gateway.media.utterances.shed", "{utterance}", "Utterances dropped because recognition was too far behind.");
        _failed = meter.CreateCounter<long>("gateway.media.utterances.failed", "{utterance}", "Utterances lost because the recogniser failed on them.");
        _engineFailures = meter.CreateCounter<long>(
            "gateway.media.engine_failures", "{utterance}", "Utterances that an engine could not recognise, by engine and reason; the next engine did, if there is one.");
        _latency = meter.CreateHistogram<double>(
            "gateway.media.latency", "s", "From the last speech to the text, by stage: endpoint, queue, decode, text.");
        _masked = meter.CreateCounter<long>("gateway.media.masked", "{span}", "Spans of text masked, by entity or custom rule.");
        _redactionFailures = meter.CreateCounter<long>(
            "gateway.media.redaction_failures", "{utterance}", "Utterances of which every number was masked because a redaction rule failed or took too long.");
        _invented = meter.CreateCounter<long>("gateway.media.invented", "{piece}", "Pieces of text left out because a speech engine wrote them though nobody said them, by reason.");
        _requests = meter.CreateCounter<long>("gateway.media.openai.requests", "{utterance}", "Utterances sent to the transcription server, by what became of them.");
        _repetitions = meter.CreateCounter<long>("gateway.media.openai.retries", "{request}", "Requests to the transcription server that were repeated.");
        _requestsWaiting = meter.CreateUpDownCounter<long>("gateway.media.openai.waiting", "{utterance}", "Utterances that wait now because as many as are allowed are under way.");
    }

    internal void StreamOpened() => _streams.Add(1);

    internal void StreamEnded(StreamEnding ending)
    {
        _streams.Add(-1);
        _streamsEnded.Add(1, new KeyValuePair<string, object?>("reason", ending.ToString()));
    }

    /// <param name="engine">By whom.</param>
    /// <param name="timing">How long it took.</param>
    /// <param name="time">The clock of <paramref name="timing"/>.</param>
    internal void UtteranceRecognised(string engine, UtteranceTiming timing, TimeProvider time)
    {
        _utterances.Add(1, new KeyValuePair<string, object?>("engine", engine));
        Record("endpoint", timing.Heard, timing.Ended);
        Record("queue", timing.Ended, timing.Finishing);
        Record("decode", timing.Finishing, timing.Recognised);
        Record("text", timing.Recognised, timing.Written);

        void Record(string stage, long from, long to) =>
            _latency.Record(time.GetElapsedTime(from, to).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
    }

    internal void EngineFailed(string engine, EngineFailure reason) =>
        _engineFailures.Add(1, new KeyValuePair<string, object?>("engine", engine), new KeyValuePair<string, object?>("reason", reason.ToString()));

    internal void UtteranceShed() => _shed.Add(1);

    internal void UtteranceFailed() => _failed.Add(1);

    internal void Masked(IReadOnlyList<Masking> maskings)
    {
        foreach (var masking in maskings)
            _masked.Add(1, new KeyValuePair<string, object?>("rule", masking.Rule));
    }

    internal void RedactionFailed() => _redactionFailures.Add(1);

    internal void Transcribed(TranscriptionOutcome outcome) => _requests.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    internal void TranscriptionRepeated() => _repetitions.Add(1);

    internal void TranscriptionsWaiting(int change) => _requestsWaiting.Add(change);

    internal void Invented(InventedReason reason) => _invented.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
