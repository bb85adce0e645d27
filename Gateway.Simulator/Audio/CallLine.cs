using Gateway.Core;

namespace Gateway.Simulator.Audio;

/// <summary>
/// What is said on a call, over and over, in real time and whether or not anybody listens: a stream that begins later begins with what is
/// said then. Safe for concurrent use.
/// </summary>
/// <param name="audio">What is said.</param>
/// <param name="begin">Where in it the call begins.</param>
/// <param name="time">The clock.</param>
internal sealed class CallLine(CallAudio audio, TimeSpan begin, TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>The tracks that are heard, inbound first.</summary>
    public IReadOnlyList<Track> Tracks => audio.Tracks;

    /// <summary>Where the call is now. It grows on when the audio begins anew.</summary>
    public TimeSpan Position => PositionAt(time.GetTimestamp());

    /// <summary>The frame that is heard now.</summary>
    public int FrameNow => (int)(Position / CallAudio.FrameLength);

    /// <summary>Where the call was, or will be, at a timestamp of the clock.</summary>
    public TimeSpan PositionAt(long timestamp) => begin + time.GetElapsedTime(_origin, timestamp);

    /// <summary>The bytes of one frame, counted from the beginning of the audio and on through its repetitions.</summary>
    public ReadOnlyMemory<byte> Frame(Track track, int frame) => audio.Frame(track, frame % audio.Frames);
}
