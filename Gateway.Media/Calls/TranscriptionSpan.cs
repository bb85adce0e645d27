using Gateway.Core;

namespace Gateway.Media.Calls;

/// <summary>
/// One open gate: from a start request to the stop request, or whatever else ends it. Audio enters under a lock, and closing takes the same
/// lock: once <see cref="Close"/> has returned, no sample gets in.
/// </summary>
internal sealed class TranscriptionSpan
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Participant, Transcription> _participants;
    private readonly TrackPipeline?[] _pipelines = new TrackPipeline?[2];
    private bool _closed;

    public TranscriptionSpan(long startedAt, DateTimeOffset originTime, IReadOnlyDictionary<Track, Transcription> transcriptions)
    {
        StartedAt = startedAt;
        OriginTime = originTime;
        foreach (var (track, transcription) in transcriptions)
            _pipelines[(int)track] = transcription.Pipeline;
        _participants = transcriptions.Values.ToDictionary(transcription => transcription.Writer.Participant);
    }

    /// <summary>Timestamp of the clock at which the start took effect.</summary>
    public long StartedAt { get; }

    /// <summary>The same moment on the wall.</summary>
    public DateTimeOffset OriginTime { get; }

    /// <summary>Takes one frame of the socket loop.</summary>
    /// <returns>False when the payload cannot be decoded.</returns>
    public bool Accept(Track track, ReadOnlySpan<byte> payload, TimeSpan position, long now)
    {
        lock (_lock)
            return _closed || _pipelines[(int)track] is not { } pipeline || pipeline.Accept(payload, position, now);
    }

    /// <summary>
    /// Ends utterances on tracks from which nothing has come for <paramref name="limit"/>: without frames there is no silence to end them, and
    /// they would keep their place in the recogniser.
    /// </summary>
    public void FlushStalled(TimeProvider time, TimeSpan limit)
    {
        lock (_lock)
        {
            if (_closed)
                return;
            foreach (var pipeline in _pipelines)
            {
                if (pipeline is { LastFrameAt: > 0 } && time.GetElapsedTime(pipeline.LastFrameAt) >= limit)
                    pipeline.Flush();
            }
        }
    }

    /// <summary>Shuts the gate and ends the utterances under way. Harmless when repeated.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
            foreach (var pipeline in _pipelines)
                pipeline?.Flush();
        }
    }

    /// <summary>Completes when everything that was received has been recognised and handed to the sinks.</summary>
    public Task DrainAsync() => Task.WhenAll(_participants.Values.Select(transcription => transcription.Pipeline.Lane.WhenIdleAsync()));

    public SpanReport Report()
    {
        lock (_lock)
            return new SpanReport(ReportOf(Participant.Customer), ReportOf(Participant.Agent));
    }

    private ParticipantReport? ReportOf(Participant participant) =>
        _participants.TryGetValue(participant, out var transcription)
            ? new ParticipantReport(transcription.Writer.Stream, transcription.Pipeline.MuLawBytes, transcription.Writer.Written)
            : null;
}

/// <summary>One participant's half of a span.</summary>
internal sealed record Transcription(TrackPipeline Pipeline, Text.UtteranceWriter Writer);
