using Gateway.Core;

namespace Gateway.Host.Recovery;

/// <summary>
/// What has happened to one call, as far as recovery must know; made from the events of its conversation, as they happen or from the store. Not safe for
/// concurrent use.
/// </summary>
internal sealed class CallHistory(CallSid call)
{
    private StreamSid _stream;
    private TranscriptionStarted? _started;
    private DateTimeOffset? _interruptedAt;

    /// <summary>The stream that has fed the call last.</summary>
    public StreamSid Stream => _stream;

    /// <summary>When it was last started; null when it was not, or was stopped.</summary>
    public DateTimeOffset? StartedAt => _started?.At;

    /// <summary>Whether the gate is open.</summary>
    public bool IsTranscribing => _started is not null && _interruptedAt is null;

    /// <summary>Whether nothing more can come of it.</summary>
    public bool IsOver { get; private set; }

    /// <summary>How often it has been recovered.</summary>
    public int Recoveries { get; private set; }

    /// <summary>Takes the next event.</summary>
    /// <returns>The interruption that it is, or makes known; null when it is none.</returns>
    public Interruption? Take(ConversationEvent happened)
    {
        switch (happened)
        {
            case MediaStarted media:
                _stream = media.Leg;
                IsOver = false;
                return null;
            case TranscriptionStarted started:
                _started = started;
                _interruptedAt = null;
                return null;
            // A stream that took the place of the one that was transcribed: its media is there already.
            case TranscriptionEnded { Ending: TranscriptionEnding.MediaReplaced } replaced when _started is not null:
                _interruptedAt = replaced.At;
                return Interruption(StreamEnding.Closed);
            case TranscriptionEnded { Ending: TranscriptionEnding.MediaEnded } ended:
                _interruptedAt = ended.At;
                return null;
            // The owner has stopped it, or it has lasted too long: nobody wants it back.
            case TranscriptionEnded:
                _started = null;
                return null;
            case MediaEnded ended when ended.Leg == _stream:
                return End(ended);
            case TranscriptionGap { Recovered: true }:
                Recoveries++;
                return null;
            default:
                return null;
        }
    }

    /// <summary>What is interrupted now; also the transcription that goes on, for a stream that is known to be broken though its socket is not.</summary>
    /// <param name="reason">How the stream ended.</param>
    /// <returns>Null when nothing is transcribed, or to be.</returns>
    public Interruption? Interruption(StreamEnding reason)
    {
        if (_started is null)
            return null;
        var tracks = _started is { Customer: not null, Agent: not null } ? StreamTracks.Both
            : (_started.Customer is not null) == (_started.Settings.TrackMap.Inbound == Participant.Customer) ? StreamTracks.Inbound
            : StreamTracks.Outbound;
        return new Interruption(call, _stream, _interruptedAt, reason, _started.Settings, tracks);
    }

    private Interruption? End(MediaEnded ended)
    {
        IsOver = true;
        if (ended.Ending == StreamEnding.Stopped)
            _started = null;
        // A process that ends recovers nothing; the next one does.
        return ended.Ending is StreamEnding.Stopped or StreamEnding.Shutdown || _interruptedAt is null ? null : Interruption(ended.Ending);
    }
}
