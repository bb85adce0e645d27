namespace Gateway.Tests.Support;

/// <summary>
/// A clock that stands still until it is told to go on; its timers fire while it is being told. Ticks are deliberately odd.
/// </summary>
internal sealed class ManualTime(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start ?? new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private TimeSpan _elapsed;

    public override long TimestampFrequency => 9_999_991;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => (long)Math.Round(_elapsed.TotalSeconds * TimestampFrequency);

    /// <summary>Timers set and not yet due: what somebody waits for.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    public void Advance(TimeSpan time)
    {
        var target = _elapsed + time;
        while (Due(target) is { } timer)
            timer.Fire();
        lock (_lock)
        {
            _now += target - _elapsed;
            _elapsed = target;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state), period);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? Due(TimeSpan target)
    {
        lock (_lock)
        {
            var next = _timers.MinBy(timer => timer.At);
            if (next is null || next.At > target)
                return null;
            _now += next.At - _elapsed;
            _elapsed = next.At;
            _timers.Remove(next);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, Action callback, TimeSpan period) : ITimer
    {
        private TimeSpan _period = period;

        public TimeSpan At { get; private set; }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
                Change(_period, _period);
            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _period = period;
                time._timers.Remove(this);
                if (dueTime >= TimeSpan.Zero)
                {
                    At = time._elapsed + dueTime;
                    time._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
