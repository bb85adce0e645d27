using System.Diagnostics.CodeAnalysis;
using Gateway.Core;
using Gateway.Media.Sockets;
using Gateway.Media.Twilio;

namespace Gateway.Media.Calls;

/// <summary>
/// One media stream of a call. <see cref="Accept"/> is called by its socket loop alone; the gate may be opened and shut by any thread.
/// Behind a shut gate a frame costs its accounting and nothing else: it is not decoded, buffered or logged.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no wait handle, so nothing is left to free; a late Abort must not throw.")]
public sealed class CallStream
{
    /// <summary>Longer than the longest beat takes to fill when one of two tracks is mute.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(600);

    private readonly TimeProvider _time;
    private readonly TrackClock[] _clocks = [new(), new()];
    private readonly CancellationTokenSource _abort = new();
    private readonly bool[] _declared = new bool[2];
    private readonly ReadingBeat _beat;
    private volatile TranscriptionSpan? _gate;

    /// <summary>The gate as it was when the loop asked for what has come.</summary>
    private TranscriptionSpan? _gateThen;

    /// <summary>The start message, which this stream was made from, is number 1.</summary>
    private long _lastSequence = 1;
    private long _lastMessageAt;
    private long _positionTicks;
    private long _positionAt;

    internal CallStream(Call call, StreamStart start, TimeSpan readingBeat, TimeProvider time)
    {
        Call = call;
        Sid = start.StreamSid;
        Tracks = start.Tracks;
        foreach (var track in start.Tracks)
            _declared[(int)track] = true;
        _beat = new ReadingBeat(readingBeat, start.Tracks.Count);
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
        _beat.GoesOn();
        var now = _time.GetTimestamp();
        Volatile.Write(ref _lastMessageAt, now);
        var repeated = CountSequence(message.SequenceNumber);
        if (message.Event == TwilioEvent.Media)
            AcceptFrame(message.Media, repeated, now);
        else if (message.Event == TwilioEvent.Unknown)
            Statistics.UnknownEvents++;
    }

    /// <summary>From now on the socket loop reads, and says so with the members below.</summary>
    /// <param name="pacing">How its socket wakes it; null: by every message.</param>
    internal void BeginReading(ArrivalPacing? pacing) => _beat.Begin(pacing);

    /// <summary>The loop asks for what has come.</summary>
    internal void Reading() => _gateThen = _gate;

    /// <summary>There was nothing more: the loop is about to wait.</summary>
    internal void CaughtUp()
    {
        // The transport hands on in pieces: only when the socket is empty, too, all that came before the gate was opened has been read.
        if (_gateThen is { Unread: > 0 } span && _beat.SocketIsEmpty)
            span.Unread = 0;
        _beat.CaughtUp();
    }

    /// <summary>The loop waits no more; a goodbye is all that may come.</summary>
    internal void EndReading() => _beat.End();

    /// <summary>To be called now and then: after <see cref="Quiet"/> without a message the socket shall not keep the last ones back.</summary>
    internal void LookAfterBeat()
    {
        if (_beat.Gathering && Idle >= Quiet)
            _beat.FallQuiet();
    }

    /// <summary>Audio counts from what comes next on: what has come and gathers unread in the socket was said before.</summary>
    internal void OpenGate(TranscriptionSpan span)
    {
        span.Unread = _beat.Open();
        _gate = span;
    }

    internal void ShutGate()
    {
        _gate = null;
        _beat.Shut();
    }

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

        if (_gate is not { } span)
            return;
        if (span.Unread > 0)
            span.Unread--;
        else if (!span.Accept(track, frame.Payload, position, now))
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
