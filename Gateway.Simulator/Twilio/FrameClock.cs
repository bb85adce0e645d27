namespace Gateway.Simulator.Twilio;

/// <summary>
/// Wakes streams when their next frame is due: one timer for all of them. Streams that are due in the same millisecond run one after
/// the other on one thread, because a thread-pool wake-up per frame would cost several times what sending the frame does.
/// Share one between the calls of a run. Safe for concurrent use.
/// </summary>
internal sealed class FrameClock : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<DeadlineTimer, long> _waiting = new();
    private readonly ITimer _timer;
    private bool _waking;

    /// <summary>Runs on a clock.</summary>
    public FrameClock(TimeProvider time)
    {
        Time = time;
        _timer = time.CreateTimer(static state => ((FrameClock)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The clock that it runs on.</summary>
    public TimeProvider Time { get; }

    /// <summary>Wakes nobody any more.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>Fires a timer when the clock's timestamp reaches a value.</summary>
    public void Add(DeadlineTimer timer, long due)
    {
        lock (_lock)
        {
            _waiting.Enqueue(timer, due);
            if (!_waking && _waiting.Peek() == timer)
                Arm(due);
        }
    }

    private void Wake()
    {
        lock (_lock)
            _waking = true;
        while (TakeDue() is { } timer)
            timer.Fire();
    }

    private DeadlineTimer? TakeDue()
    {
        lock (_lock)
        {
            if (_waiting.TryPeek(out _, out var due) && due <= Time.GetTimestamp())
                return _waiting.Dequeue();
            _waking = false;
            if (_waiting.Count > 0)
                Arm(due);
            return null;
        }
    }

    private void Arm(long due)
    {
        // Timers count whole milliseconds and cut off the rest; firing early would mean firing twice.
        var wait = Time.GetElapsedTime(Time.GetTimestamp(), due);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }
}
