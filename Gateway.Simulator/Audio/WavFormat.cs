using System.Buffers.Binary;

namespace Gateway.Simulator.Audio;

/// <summary>What the <c>fmt</c> chunk of a WAV file says.</summary>
/// <param name="Encoding">How a sample is written.</param>
/// <param name="RateHz">Samples per second and channel, from <see cref="Resampler.LowestRateHz"/> to <see cref="Resampler.HighestRateHz"/>.</param>
/// <param name="Channels">At least 1.</param>
internal sealed record WavFormat(SampleEncoding Encoding, int RateHz, int Channels)
{
    private const int FormatPcm = 1;
    private const int FormatFloat = 3;
    private const int FormatALaw = 6;
    private const int FormatMuLaw = 7;
    private const int FormatExtensible = 0xFFFE;

    /// <summary>As much of the chunk as matters: the extensible form's, without the constant end of its identifier.</summary>
    public const int ChunkBytes = 26;

    private const int ShortestChunkBytes = 16;

    /// <summary>The bytes of one sample of every channel.</summary>
    public int BlockBytes => SampleDecoder.BytesOf(Encoding) * Channels;

    /// <summary>Reads the chunk.</summary>
    /// <param name="chunk">Its first <see cref="ChunkBytes"/> bytes, or fewer if it is shorter.</param>
    /// <exception cref="FormatException">It is cut short, contradicts itself, or names something that cannot be converted; the message says which.</exception>
    public static WavFormat Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < ShortestChunkBytes)
            throw new FormatException("the format chunk is cut short.");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        // The extensible form keeps the real tag in the first two bytes of its sub-format identifier.
        if (tag == FormatExtensible && chunk.Length >= ChunkBytes)
            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rateHz = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int blockBytes = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);

        if (channels == 0)
            throw new FormatException("it has 0 channels.");
        if (rateHz is < Resampler.LowestRateHz or > Resampler.HighestRateHz)
            throw new FormatException($"{rateHz} Hz; {Resampler.LowestRateHz} to {Resampler.HighestRateHz} Hz can be converted.");
        if (EncodingOf(tag, bits) is not { } encoding)
            throw new FormatException(
                $"format {tag} with {bits} bits; PCM (1) with up to 32 bits, floating point (3) with 32 or 64, 8-bit A-law (6) or mu-law (7) is wanted.");
        var format = new WavFormat(encoding, (int)rateHz, channels);
        return blockBytes == format.BlockBytes
            ? format
            : throw new FormatException($"{channels} channels of {bits} bits in blocks of {blockBytes} bytes, instead of {format.BlockBytes}.");
    }

    private static SampleEncoding? EncodingOf(int tag, int bits) => (tag, bits) switch
    {
        // Odd widths sit at the upper end of the next whole number of bytes.
        (FormatPcm, >= 1 and <= 8) => SampleEncoding.Pcm8,
        (FormatPcm, > 8 and <= 16) => SampleEncoding.Pcm16,
        (FormatPcm, > 16 and <= 24) => SampleEncoding.Pcm24,
        (FormatPcm, > 24 and <= 32) => SampleEncoding.Pcm32,
        (FormatFloat, 32) => SampleEncoding.Float32,
        (FormatFloat, 64) => SampleEncoding.Float64,
        (FormatALaw, 8) => SampleEncoding.ALaw,
        (FormatMuLaw, 8) => SampleEncoding.MuLaw,
        _ => null,
    };
}
