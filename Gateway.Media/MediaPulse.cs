using Gateway.Media.Recognition;

namespace Gateway.Media;

/// <summary>Whether the media path is alive: somebody looks after calls, and recognition gets on. Safe for concurrent use.</summary>
public sealed class MediaPulse
{
    private readonly RecognitionResources _resources;
    private readonly TimeProvider _time;
    private long _sweptAt;

    internal MediaPulse(RecognitionResources resources, TimeProvider time)
    {
        _resources = resources;
        _time = time;
        _sweptAt = time.GetTimestamp();
    }

    /// <summary>How long ago calls and streams were last looked after; since this was made when they never were. About a second at most, normally.</summary>
    public TimeSpan SinceSweep => _time.GetElapsedTime(Volatile.Read(ref _sweptAt));

    /// <summary>
    /// How long the longest piece of recognition that is under way has lasted; zero when none is. Fractions of a second, normally: no piece is longer than 250 ms of audio.
    /// </summary>
    public TimeSpan LongestTurn => _resources.Workers.LongestTurn;

    /// <summary>How far recognition is behind: how long the finished utterance that has waited for longest has waited for its text; zero when none does.</summary>
    public TimeSpan Lag => _resources.Backlog.Lag(_time);

    internal void Swept() => Volatile.Write(ref _sweptAt, _time.GetTimestamp());
}
