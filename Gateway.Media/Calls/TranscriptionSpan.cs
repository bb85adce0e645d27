using Gateway.Core;
using Gateway.Media.Conversations;
using Gateway.Media.Twilio;

namespace Gateway.Media.Calls;

/// <summary>
/// One open gate: from a start request to the stop request, or whatever else ends it. Audio enters under a lock, and closing takes the same
/// lock: once <see cref="Close"/> has returned, no sample gets in.
/// </summary>
internal sealed class TranscriptionSpan
{
    private readonly Lock _lock = new();
    private readonly MuLawPayload _payload = new();
    private readonly Transcription?[] _tracks = new Transcription?[2];
    private bool _closed;

    public TranscriptionSpan(long startedAt, DateTimeOffset originTime, IReadOnlyDictionary<Track, Transcription> transcriptions)
    {
        StartedAt = startedAt;
        OriginTime = originTime;
        foreach (var (track, transcription) in transcriptions)
            _tracks[(int)track] = transcription;
    }

    /// <summary>Timestamp of the clock at which the start took effect.</summary>
    public long StartedAt { get; }

    /// <summary>The same moment on the wall.</summary>
    public DateTimeOffset OriginTime { get; }

    /// <summary>
    /// How many messages at most are still to be read that had come before the gate was opened: their audio does not count. Set before the gate is opened, then only by the
    /// socket loop.
    /// </summary>
    public int Unread { get; set; }

    /// <summary>Takes one frame of the socket loop.</summary>
    /// <param name="track">Its track.</param>
    /// <param name="payload">Base64 of mu-law bytes.</param>
    /// <param name="position">Position of its first sample.</param>
    /// <param name="now">Timestamp of the clock.</param>
    /// <returns>False when the payload cannot be decoded: its time then passes as silence.</returns>
    public bool Accept(Track track, ReadOnlySpan<byte> payload, TimeSpan position, long now)
    {
        lock (_lock)
        {
            if (_closed || _tracks[(int)track] is not { } transcription)
                return true;
            if (!_payload.TryDecode(payload, out var samples))
                return false;
            transcription.Accept(samples, position, now);
            return true;
        }
    }

    /// <summary>Ends utterances on tracks from which nothing has come for <paramref name="limit"/>.</summary>
    public void FlushStalled(TimeProvider time, TimeSpan limit)
    {
        lock (_lock)
        {
            if (_closed)
                return;
            foreach (var track in _tracks)
                track?.FlushStalled(time, limit);
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
            foreach (var track in _tracks)
                track?.Flush();
        }
    }

    /// <summary>Completes when everything that was received has been recognised and handed to the sinks.</summary>
    public Task DrainAsync() => Task.WhenAll(_tracks.OfType<Transcription>().Select(track => track.DrainAsync()));

    public SpanReport Report()
    {
        lock (_lock)
            return new SpanReport(ReportOf(Participant.Customer), ReportOf(Participant.Agent));
    }

    private ParticipantReport? ReportOf(Participant participant) => Array.Find(_tracks, track => track?.Participant == participant)?.Report();
}
