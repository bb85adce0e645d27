namespace Gateway.Tests.Support;

/// <summary>A clock that can be set: it goes like another one, and shows another time. Timers are the other's.</summary>
internal sealed class ShiftedTime(TimeProvider other) : TimeProvider
{
    private long _shiftTicks;

    /// <summary>How far it is ahead of the other one.</summary>
    public TimeSpan Shift
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _shiftTicks));
        set => Volatile.Write(ref _shiftTicks, value.Ticks);
    }

    public override long TimestampFrequency => other.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => other.GetUtcNow() + Shift;

    public override long GetTimestamp() => other.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        other.CreateTimer(callback, state, dueTime, period);
}
