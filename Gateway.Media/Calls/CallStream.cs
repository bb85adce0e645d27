using System.Diagnostics.CodeAnalysis;
using Gateway.Core;
using Gateway.Media.Twilio;

namespace Gateway.Media.Calls;

/// <summary>
/// One media stream of a call. <see cref="Accept"/> is called by its socket loop alone; the gate may be opened and shut by any thread.
/// Behind a shut gate a frame costs its accounting and nothing else: it is not decoded, buffered or logged.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no wait handle, so nothing is left to free; a late Abort must not throw.")]
public sealed class CallStream
{
    private readonly TimeProvider _time;
    private readonly TrackClock[] _clocks = [new(), new()];
    private readonly CancellationTokenSource _abort = new();
    private readonly bool[] _declared = new bool[2];
    private volatile TranscriptionSpan? _gate;

    /// <summary>The start message, which this stream was made from, is number 1.</summary>
    private long _lastSequence = 1;
    private long _lastMessageAt;
    private long _positionTicks;
    private long _positionAt;

    internal CallStream(Call call, StreamStart start, TimeProvider time)
    {
        Call = call;
        Sid = start.StreamSid;
        Tracks = start.Tracks;
        foreach (var track in start.Tracks)
            _declared[(int)track] = true;
        _time = time;
        _lastMessageAt = _positionAt = time.GetTimestamp();
        OpenedAt = time.GetUtcNow();
    }

    /// <summary>Twilio's name of it.</summary>
    public StreamSid Sid { get; }

    /// <summary>The tracks that it declared.</summary>
    public IReadOnlySet<Track> Tracks { get; }

    /// <summary>Cancelled when nothing has come for too long.</summary>
    public CancellationToken Aborted => _abort.Token;

    internal Call Call { get; }

    /// <summary>When it introduced itself.</summary>
    internal DateTimeOffset OpenedAt { get; }

    /// <summary>Whether the conversation's record knows it. Guarded by the lock of its <see cref="Call"/>.</summary>
    internal bool OnRecord { get; set; }

    internal StreamStatistics Statistics { get; } = new();

    /// <summary>Audio that Twilio's clock says there was and that never came, on both tracks.</summary>
    internal TimeSpan Missing => _clocks[0].Missing + _clocks[1].Missing;

    internal long DamagedTimestamps => _clocks[0].DamagedTimestamps + _clocks[1].DamagedTimestamps;

    internal long LateFrames => _clocks[0].LateFrames + _clocks[1].LateFrames;

    /// <summary>How long ago the last message came.</summary>
    internal TimeSpan Idle => _time.GetElapsedTime(Volatile.Read(ref _lastMessageAt));

    /// <summary>
    /// Where the stream's clock stands now: the newest audio's end and the time since. An estimate between frames, exact to one frame.
    /// </summary>
    internal TimeSpan Position =>
        TimeSpan.FromTicks(Volatile.Read(ref _positionTicks)) + _time.GetElapsedTime(Volatile.Read(ref _positionAt));

    /// <summary>Takes the next message. Never throws for what a peer can send, never waits.</summary>
    internal void Accept(in TwilioMessage message)
    {
        var now = _time.GetTimestamp();
        Volatile.Write(ref _lastMessageAt, now);
        var repeated = CountSequence(message.SequenceNumber);
        if (message.Event == TwilioEvent.Media)
            AcceptFrame(message.Media, repeated, now);
        else if (message.Event == TwilioEvent.Unknown)
            Statistics.UnknownEvents++;
    }

    internal void OpenGate(TranscriptionSpan span) => _gate = span;

    internal void ShutGate() => _gate = null;

    internal void Abort() => _abort.Cancel();

    private void AcceptFrame(in MediaFrame frame, bool repeated, long now)
    {
        if (frame.Track is not { } track || !_declared[(int)track] || frame.Samples == 0)
        {
            Statistics.UnusableFrames++;
            return;
        }

        var clock = _clocks[(int)track];
        if (repeated && frame.TimestampMilliseconds is { } timestamp && timestamp <= clock.NewestTimestamp)
        {
            Statistics.DuplicateFrames++;
            return;
        }

        Statistics.Frames++;
        var position = clock.Place(frame.TimestampMilliseconds, frame.Samples, Position);
        if (clock.Next.Ticks > _positionTicks)
        {
            Volatile.Write(ref _positionTicks, clock.Next.Ticks);
            Volatile.Write(ref _positionAt, now);
        }

        if (_gate is { } span && !span.Accept(track, frame.Payload, position, now))
            Statistics.UnusableFrames++;
    }

    /// <summary>One counter runs over all events of a stream. Returns whether this number was there before.</summary>
    private bool CountSequence(long? sequence)
    {
        if (sequence is not { } number)
            return false;
        if (number <= _lastSequence)
            return true;
        Statistics.MissingMessages += number - _lastSequence - 1;
        _lastSequence = number;
        return false;
    }
}
