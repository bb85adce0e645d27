using Gateway.Simulator.Audio;

namespace Gateway.Simulator.Twilio;

/// <summary>
/// When each frame is due and which timestamp it bears. Both are computed from the frame's number, so that no error adds up over a call.
/// Ask for the frames in order.
/// </summary>
internal sealed class DeliverySchedule(Jitter jitter, TimeSpan firstTimestamp, Random random)
{
    // A stall every ten seconds on average, as long as the one measured where a call enters a <Dial>.
    private const double StallProbability = 0.002;
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(233);
    private static readonly TimeSpan LargestDelay = TimeSpan.FromMilliseconds(5);
    private const int LargestTimestampError = 3;

    private TimeSpan _heldUntil;

    /// <summary>When the frame leaves, from the beginning of the audio. Never earlier than the frame before it.</summary>
    public TimeSpan DueAt(int frame)
    {
        var due = frame * CallAudio.FrameLength;
        if (jitter == Jitter.None)
            return due;
        due += random.NextDouble() * LargestDelay;
        if (random.NextDouble() < StallProbability)
            due += Stall;
        return _heldUntil = due > _heldUntil ? due : _heldUntil;
    }

    /// <summary>The frame's presentation time.</summary>
    public TimeSpan TimestampOf(int frame)
    {
        var timestamp = firstTimestamp + frame * CallAudio.FrameLength;
        return jitter == Jitter.None
            ? timestamp
            : timestamp + TimeSpan.FromMilliseconds(random.Next(-LargestTimestampError, LargestTimestampError + 1));
    }
}
