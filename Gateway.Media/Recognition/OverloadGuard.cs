namespace Gateway.Media.Recognition;

/// <summary>
/// Tells a burst, which is caught up with, from an overload, in which everything would come later and later: only in the latter are utterances given up. Safe for
/// concurrent use.
/// </summary>
/// <param name="maxLag"><inheritdoc cref="RecognitionOptions.MaxLag"/></param>
/// <param name="time">The clock.</param>
internal sealed class OverloadGuard(TimeSpan maxLag, TimeProvider time)
{
    /// <summary>
    /// As long as this, utterances may be late before any is given up; and when none has been late for as long as this, the machine has caught up.
    /// </summary>
    public static readonly TimeSpan LongestBurst = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private long? _lateSince;
    private long _lastLate;
    private volatile bool _disarmed;

    /// <summary>Nobody speaks any more: what was said is all there will be, and is recognised however long it takes.</summary>
    public void Disarm() => _disarmed = true;

    /// <summary>The turn of a finished utterance has come.</summary>
    /// <param name="waited">Since its end.</param>
    /// <returns>Whether it is to be given up.</returns>
    public bool GivesUp(TimeSpan waited)
    {
        if (waited <= maxLag || _disarmed)
            return false;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_lateSince is null || time.GetElapsedTime(_lastLate, now) >= LongestBurst)
                _lateSince = now;
            _lastLate = now;
            return time.GetElapsedTime(_lateSince.Value, now) >= LongestBurst;
        }
    }
}
