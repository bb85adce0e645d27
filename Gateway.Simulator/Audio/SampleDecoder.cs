using System.Buffers.Binary;

namespace Gateway.Simulator.Audio;

/// <summary>Turns the bytes of samples into numbers.</summary>
internal static class SampleDecoder
{
    // 2^15 and so on: the magnitude of the most negative integer, so that 16-bit samples survive there and back unchanged.
    private const float FullScale16 = 32768f;
    private const float FullScale24 = 8388608f;
    private const float FullScale32 = 2147483648f;

    /// <summary>The bytes of one sample.</summary>
    public static int BytesOf(SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.Pcm8 or SampleEncoding.ALaw or SampleEncoding.MuLaw => 1,
        SampleEncoding.Pcm16 => 2,
        SampleEncoding.Pcm24 => 3,
        SampleEncoding.Pcm32 or SampleEncoding.Float32 => 4,
        SampleEncoding.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };

    /// <summary>Decodes as many samples as <paramref name="samples"/> has room for.</summary>
    /// <param name="bytes">At least as many.</param>
    /// <param name="encoding">How they are written.</param>
    /// <param name="samples">Gets numbers from -1 to 1; float files may exceed that, and what is no number there becomes silence.</param>
    public static void Decode(ReadOnlySpan<byte> bytes, SampleEncoding encoding, Span<float> samples)
    {
        var size = BytesOf(encoding);
        for (var i = 0; i < samples.Length; i++)
            samples[i] = Decode(bytes.Slice(i * size, size), encoding);
    }

    private static float Decode(ReadOnlySpan<byte> sample, SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.Pcm8 => (sample[0] - 128) / 128f,
        SampleEncoding.Pcm16 => BinaryPrimitives.ReadInt16LittleEndian(sample) / FullScale16,
        SampleEncoding.Pcm24 => (sample[0] | (sample[1] << 8) | ((sbyte)sample[2] << 16)) / FullScale24,
        SampleEncoding.Pcm32 => BinaryPrimitives.ReadInt32LittleEndian(sample) / FullScale32,
        SampleEncoding.Float32 => Audible(BinaryPrimitives.ReadSingleLittleEndian(sample)),
        SampleEncoding.Float64 => Audible((float)BinaryPrimitives.ReadDoubleLittleEndian(sample)),
        SampleEncoding.ALaw => ALaw.Decode(sample[0]) / FullScale16,
        _ => MuLaw.Decode(sample[0]) / FullScale16,
    };

    // One infinity would silence everything within reach of the resampler's filter.
    private static float Audible(float sample) => float.IsFinite(sample) ? sample : 0;
}
