using Gateway.Media.Sockets;

namespace Gateway.Media.Calls;

/// <summary>
/// When a stream's socket loop is woken: once a beat while the gate is shut and messages flow, otherwise by every message. To be woken costs several times
/// as much as a frame behind a shut gate. <see cref="Begin"/>, <see cref="CaughtUp"/> and <see cref="End"/> are for the loop, the others for any thread.
/// </summary>
/// <param name="beat">Its length; zero: every message wakes the loop.</param>
/// <param name="tracks">How many tracks the stream has.</param>
internal sealed class ReadingBeat(TimeSpan beat, int tracks)
{
    /// <summary>What a message of 20 ms takes on the wire at least: 216 characters of audio, what is around them, WebSocket and TLS.</summary>
    private const int MessageBytes = 350;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly int _bytes = (int)(beat / Frame) * tracks * MessageBytes;
    private ArrivalPacing? _pacing;
    private bool _open;
    private volatile bool _gathering;

    /// <summary>Whether the socket gathers now: what it has got may not have been read yet.</summary>
    public bool Gathering => _gathering;

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

    /// <summary>The gate is open: every message counts.</summary>
    /// <returns>Whether messages may wait that have come before.</returns>
    public bool Open()
    {
        lock (_lock)
        {
            _open = true;
            ReadAtOnce();
            return _pacing is not null;
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
        if (!_gathering)
            return;
        lock (_lock)
            ReadAtOnce();
    }

    /// <summary>Whether the socket is empty, as far as anybody knows.</summary>
    public bool NothingWaits() => _pacing?.NothingWaits ?? true;

    private void ReadAtOnce()
    {
        if (!_gathering)
            return;
        _gathering = false;
        _pacing?.WakeAt(1);
    }
}
