using System.ComponentModel.DataAnnotations;

namespace Gateway.Media.Calls;

/// <summary>How long calls wait, live and stay known. Configuration section <c>Gateway:Calls</c>.</summary>
public sealed class CallOptions
{
    /// <summary>How long a start request waits for the call's media before it answers that there is no such call (INF-19).</summary>
    /// <value>Default 2 s; 0 (do not wait) to 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan StartGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time from a start to its stop; then transcription ends and the call can be started again (INF-26).</summary>
    /// <value>Default 3 h; 1 min to 24 h.</value>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan MaxSpan { get; init; } = TimeSpan.FromHours(3);

    /// <summary>A media stream from which no message came for this long is taken to be lost (INF-12).</summary>
    /// <value>Default 60 s; 5 s to 10 min. Twilio delivers in bursts: pauses below a second are normal.</value>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan MediaIdle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How much audio may gather in the socket of a call that is not transcribed before the gateway reads it: fewer, larger readings cost much less. Ends at once when
    /// transcription starts, and when nothing comes any more.
    /// </summary>
    /// <value>Default 0: every message is read when it comes; up to 250 ms. With 200 ms, the first half second after a start may be lost on a machine that is busy.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.250")]
    public TimeSpan ReadingBeat { get; init; }

    /// <summary>The most media streams at the same time; further ones are refused with 503 before the upgrade.</summary>
    /// <value>Default 2 000; 1 to 100 000.</value>
    [Range(1, 100_000)]
    public int MaxStreams { get; init; } = 2000;

    /// <summary>
    /// How long calls and direct streams may go on after the process was told to end; new ones are refused meanwhile. Then they are closed, and what was said
    /// until then is still recognised and delivered.
    /// </summary>
    /// <value>Default 10 min; 0 (close them at once) to 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromMinutes(10);
}
