using Gateway.Media.Audio;
using Gateway.Media.Endpointing;

namespace Gateway.Tests.Support;

/// <summary>What an endpointer makes of a sound.</summary>
internal sealed record Segment(TimeSpan AudioStart, TimeSpan SpeechStart, TimeSpan SpeechEnd, TimeSpan ReleasedAt, short[] Audio);

internal static class Segments
{
    /// <summary>Runs the endpointer over a whole sound; <paramref name="flush"/> tells it at the end that no more comes.</summary>
    public static List<Segment> Of(short[] sound, EndpointingOptions? options = null, bool flush = true)
    {
        var endpointer = new Endpointer(options ?? new EndpointingOptions());
        var segments = new List<Segment>();
        List<short>? audio = null;
        var audioStart = TimeSpan.Zero;
        var position = TimeSpan.Zero;
        for (var start = 0; start + SpeechDetector.FrameSamples <= sound.Length; start += SpeechDetector.FrameSamples)
        {
            var edge = endpointer.Advance(sound.AsSpan(start, SpeechDetector.FrameSamples), position);
            position += Telephony.Duration(SpeechDetector.FrameSamples);
            Follow(edge);
        }

        for (var edge = flush ? endpointer.Flush() : SpeechEdge.None; edge != SpeechEdge.None; edge = endpointer.Flush())
            Follow(edge);
        return segments;

        void Follow(SpeechEdge edge)
        {
            if (edge == SpeechEdge.None)
                return;
            if (edge == SpeechEdge.Began)
            {
                Assert.Null(audio);
                audio = [];
                audioStart = endpointer.AudioStart;
            }

            Assert.NotNull(audio);
            audio.AddRange(endpointer.Audio);
            if (edge == SpeechEdge.Ended)
                segments.Add(new Segment(audioStart, endpointer.SpeechStart, endpointer.SpeechEnd, position, [.. audio]));
            if (edge is SpeechEdge.Ended or SpeechEdge.Abandoned)
                audio = null;
        }
    }
}
