using Gateway.Media.Audio;

namespace Gateway.Media.Calls;

/// <summary>
/// Where one track's audio lies on the stream's clock. Samples drive it; Twilio's timestamps correct it forwards when audio was lost, never
/// backwards. Differences of up to 40 ms are jitter: steps of Twilio's timestamps are not exact multiples of 20 ms.
/// </summary>
internal sealed class TrackClock
{
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(40);

    /// <summary>A call lasts hours; a timestamp beyond this is damage, not time.</summary>
    private static readonly long LatestMilliseconds = (long)TimeSpan.FromDays(7).TotalMilliseconds;

    /// <summary>
    /// A timestamp may lie this far ahead of where the stream stands. What lies beyond is damage: believed, it would shift everything after it.
    /// </summary>
    private static readonly TimeSpan Credible = TimeSpan.FromSeconds(60);

    private bool _running;

    /// <summary>Position after the last sample received.</summary>
    public TimeSpan Next { get; private set; }

    /// <summary>Frames received.</summary>
    public long Frames { get; private set; }

    /// <summary>Audio that Twilio's clock says there was and that never came.</summary>
    public TimeSpan Missing { get; private set; }

    /// <summary>Frames whose timestamp lay further back than jitter explains. Their audio is kept; the clock goes on.</summary>
    public long LateFrames { get; private set; }

    /// <summary>Frames whose timestamp lay further ahead than can be. Their audio is kept; the clock goes on.</summary>
    public long DamagedTimestamps { get; private set; }

    /// <summary>The newest timestamp, in milliseconds; -1 before the first.</summary>
    public long NewestTimestamp { get; private set; } = -1;

    /// <summary>Places the next frame.</summary>
    /// <param name="timestampMilliseconds">Twilio's timestamp; null, when unreadable, means right after the last frame.</param>
    /// <param name="samples">Samples in the frame.</param>
    /// <param name="streamPosition">Where the stream's clock stands: the newest audio of any track, and the time since.</param>
    /// <returns>Position of the frame's first sample; never before the end of the last frame.</returns>
    public TimeSpan Place(long? timestampMilliseconds, int samples, TimeSpan streamPosition)
    {
        var position = Next;
        if (timestampMilliseconds is { } milliseconds && milliseconds <= LatestMilliseconds)
        {
            var stamped = TimeSpan.FromMilliseconds(milliseconds);
            var latest = (streamPosition > Next ? streamPosition : Next) + Credible;
            if (stamped > latest)
            {
                DamagedTimestamps++;
            }
            else if (!_running)
            {
                position = stamped;
            }
            else if (stamped > Next + Jitter)
            {
                Missing += stamped - Next;
                position = stamped;
            }
            else if (stamped < Next - Jitter)
            {
                LateFrames++;
            }

            if (position >= stamped - Jitter)
                NewestTimestamp = Math.Max(NewestTimestamp, milliseconds);
        }

        _running = true;
        Frames++;
        Next = position + Telephony.Duration(samples);
        return position;
    }
}
