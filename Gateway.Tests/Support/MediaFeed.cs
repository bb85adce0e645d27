using System.Text;
using Gateway.Core;
using Gateway.Media.Calls;
using Gateway.Media.Twilio;

namespace Gateway.Tests.Support;

/// <summary>Plays frames of 20 ms into a stream the way a socket loop does, with Twilio's numbers.</summary>
internal sealed class MediaFeed(CallStream stream, ManualTime time)
{
    private long _sequence = 1;

    /// <summary>The stream's clock: what the next frame's timestamp will be.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>One frame of at most 160 samples on one track; time does not move.</summary>
    public void Frame(Track track, ReadOnlySpan<byte> muLaw, TimeSpan? timestamp = null) => stream.Accept(new TwilioMessage
    {
        Event = TwilioEvent.Media,
        SequenceNumber = ++_sequence,
        Media = new MediaFrame
        {
            Track = track,
            TimestampMilliseconds = (long)(timestamp ?? Now).TotalMilliseconds,
            Payload = Encoding.ASCII.GetBytes(Convert.ToBase64String(muLaw)),
        },
    });

    /// <summary>A whole sound on one track, silence on the other, in real time of the manual clock.</summary>
    public void Play(Track track, short[] sound)
    {
        var encoded = Sound.Encode(sound);
        var silence = Enumerable.Repeat((byte)0xFF, 160).ToArray();
        for (var at = 0; at + 160 <= encoded.Length; at += 160)
        {
            foreach (var other in stream.Tracks)
                Frame(other, other == track ? encoded.AsSpan(at, 160) : silence);
            Pass(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Time passes on Twilio's clock and on ours, and no audio comes.</summary>
    public void Pass(TimeSpan span)
    {
        Now += span;
        time.Advance(span);
    }
}
