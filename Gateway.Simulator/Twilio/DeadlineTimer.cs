using System.Threading.Tasks.Sources;

namespace Gateway.Simulator.Twilio;

/// <summary>Waits for points in time, over and over, without allocating. One waiter at a time.</summary>
internal sealed class DeadlineTimer(FrameClock clock) : IValueTaskSource<TimeSpan>
{
    private readonly long _origin = clock.Time.GetTimestamp();
    private ManualResetValueTaskSourceCore<TimeSpan> _source;
    private TimeSpan _due;

    /// <summary>Completes at a point in time, about a millisecond late and never early; at once if it is past.</summary>
    /// <param name="due">The point in time, from the creation of this timer.</param>
    /// <returns>How late it is.</returns>
    public ValueTask<TimeSpan> WaitUntilAsync(TimeSpan due)
    {
        var timestamp = _origin + (long)(due.TotalSeconds * clock.Time.TimestampFrequency);
        if (timestamp <= clock.Time.GetTimestamp())
            return ValueTask.FromResult(clock.Time.GetElapsedTime(_origin) - due);
        _due = due;
        _source.Reset();
        var task = new ValueTask<TimeSpan>(this, _source.Version);
        clock.Add(this, timestamp);
        return task;
    }

    /// <summary>Ends the wait, running the waiter at once on this thread.</summary>
    public void Fire() => _source.SetResult(clock.Time.GetElapsedTime(_origin) - _due);

    TimeSpan IValueTaskSource<TimeSpan>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TimeSpan>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<TimeSpan>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
