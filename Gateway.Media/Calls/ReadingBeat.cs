using Gateway.Media.Sockets;

namespace Gateway.Media.Calls;

/// <summary>
/// When a stream's socket loop is woken: once a beat while the gate is shut and messages flow, otherwise by every message. To be woken costs several times
/// as much as a frame behind a shut gate. <see cref="Begin"/>, <see cref="CaughtUp"/>, <see cref="GoesOn"/> and <see cref="End"/> are for the loop, the others for any thread.
/// </summary>
/// <param name="beat">Its length; zero: every message wakes the loop.</param>
/// <param name="tracks">How many tracks the stream has.</param>
internal sealed class ReadingBeat(TimeSpan beat, int tracks)
{
    /// <summary>What a message of 20 ms takes on the wire at least: 216 characters of audio, what is around them, WebSocket and TLS.</summary>
    private const int MessageBytes = 350;

    /// <summary>What lies between socket and loop while the loop runs: the transport hands on 4 KiB at a time.</summary>
    private const int BytesInHand = 8192;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly int _bytes = (int)(beat / Frame) * tracks * MessageBytes;
    private ArrivalPacing? _pacing;
    private bool _open;
    private volatile bool _gathering;
    private volatile bool _waiting;

    /// <summary>Whether messages gather in the socket.</summary>
    public bool Gathering => _gathering;

    /// <summary>Whether the socket holds nothing that is still to be read.</summary>
    public bool SocketIsEmpty => _pacing is not { Waiting: > 0 };

    public void Begin(ArrivalPacing? pacing)
    {
        lock (_lock)
            _pacing = _bytes > 0 ? pacing : null;
    }

    /// <summary>For good: a farewell is shorter than any beat.</summary>
    public void End()
    {
        lock (_lock)
        {
            ReadAtOnce();
            _pacing = null;
        }
    }

    /// <summary>The loop is about to wait: messages flow, so the next ones may gather.</summary>
    public void CaughtUp()
    {
        _waiting = true;
        if (_gathering || _pacing is null)
            return;
        lock (_lock)
        {
            if (_open || _pacing is null)
                return;
            _gathering = true;
            _pacing.WakeAt(_bytes);
        }
    }

    /// <summary>The loop has got a message.</summary>
    public void GoesOn() => _waiting = false;

    /// <summary>The gate opens: every message wakes the loop.</summary>
    /// <returns>How many messages may have come before and are still to be read. More than there are: they are not counted exactly.</returns>
    public int Open()
    {
        lock (_lock)
        {
            _open = true;
            var unread = _pacing is null || (_waiting && SocketIsEmpty) ? 0 : (_pacing.Waiting + BytesInHand) / MessageBytes;
            ReadAtOnce();
            return unread;
        }
    }

    public void Shut()
    {
        lock (_lock)
            _open = false;
    }

    /// <summary>Nothing has come for longer than a beat: what waits may be the last, and too little to wake the loop. Until the next message.</summary>
    public void FallQuiet()
    {
        lock (_lock)
            ReadAtOnce();
    }

    private void ReadAtOnce()
    {
        if (!_gathering)
            return;
        _gathering = false;
        _pacing?.WakeAt(1);
    }
}
