namespace Gateway.Media.Recognition;

/// <summary>
/// Tells a burst, which is caught up with, from an overload, in which everything would come later and later: only in the latter are utterances given up. Safe for
/// concurrent use.
/// </summary>
/// <param name="maxLag"><inheritdoc cref="RecognitionOptions.MaxLag"/></param>
/// <param name="time">The clock.</param>
internal sealed class OverloadGuard(TimeSpan maxLag, TimeProvider time)
{
    /// <summary>As long as this, everything may begin late before anything is given up.</summary>
    public static readonly TimeSpan LongestBurst = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long? _lateSince;

    /// <summary>Somebody's turn has come to have an utterance recognised.</summary>
    /// <param name="waited">Since the end of the utterance; zero when the person still speaks.</param>
    /// <returns>Whether it is to be given up instead.</returns>
    public bool GivesUp(TimeSpan waited)
    {
        lock (_lock)
        {
            if (waited <= maxLag)
                return false;
            _lateSince ??= time.GetTimestamp();
            return time.GetElapsedTime(_lateSince.Value) >= LongestBurst;
        }
    }

    /// <summary>Recognition of an utterance has begun.</summary>
    /// <param name="waited">As above.</param>
    public void Began(TimeSpan waited)
    {
        lock (_lock)
        {
            if (waited <= maxLag)
                _lateSince = null;
        }
    }
}
