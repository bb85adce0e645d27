using System.Buffers.Binary;
using Gateway.Core;
using Gateway.Simulator.Audio;

namespace Gateway.Tests.EndToEnd;

/// <summary>The sample's sound as the direct WebSocket takes it: 16-bit samples, little-endian, 8 000 a second (api.md 7.5, INF-50).</summary>
internal static class LinearAudio
{
    public const int BytesPerMillisecond = 16;

    /// <summary>The sentence with a breath before it and the silence that ends it, from its speaker alone.</summary>
    public static byte[] Sentence(string beginning) => Of(Spoken.Sentence(beginning), Spoken.Utterance(beginning).Track);

    /// <summary>One track.</summary>
    public static byte[] Of(CallAudio audio, Track track)
    {
        var samples = new byte[audio.Frames * CallAudio.FrameBytes * 2];
        for (var frame = 0; frame < audio.Frames; frame++)
        {
            var codes = audio.Frame(track, frame).Span;
            for (var i = 0; i < codes.Length; i++)
                BinaryPrimitives.WriteInt16LittleEndian(samples.AsSpan((frame * CallAudio.FrameBytes + i) * 2), Decode(codes[i]));
        }

        return samples;
    }

    /// <summary>G.711, written down once more: the gateway's own decoder must not be its own witness.</summary>
    private static short Decode(byte code)
    {
        var bits = (byte)~code;
        var magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return (short)((bits & 0x80) == 0 ? magnitude : -magnitude);
    }
}
