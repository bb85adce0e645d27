using Gateway.Media;

namespace Gateway.Host.Lifecycle;

/// <summary>
/// Whether the process does what it is there for, as far as that can be told from inside. What the outside world can cause is none of its business: a store or a target
/// that fails is not mended by a restart. Used by one caller at a time.
/// </summary>
internal sealed class VitalSigns(MediaPulse media, LogPulse log)
{
    /// <summary>Ten sweeps in a row that did not come.</summary>
    private static readonly TimeSpan SweepLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TurnLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong, as a clause for an operator; null while the process is alive.</summary>
    /// <param name="ending">Whether its parts are being stopped one after the other: then nobody looks after calls any more.</param>
    public string? Trouble(bool ending)
    {
        var logWaits = log.Feel();
        return !ending && media.SinceSweep > SweepLimit ? $"calls have not been looked after for {media.SinceSweep.TotalSeconds:0} s"
            : media.LongestTurn > TurnLimit ? $"recognition has been stuck for {media.LongestTurn.TotalSeconds:0} s"
            : logWaits > LogLimit ? $"the log has not been taken for {logWaits.TotalSeconds:0} s"
            : null;
    }
}
