using System.Buffers.Binary;

namespace Gateway.Simulator.Audio;

/// <summary>
/// A telephone recording: a RIFF file with one or two channels at 8 kHz, either G.711 mu-law (format 7) or 16-bit PCM, which is encoded
/// while reading. <c>WAVE_FORMAT_EXTENSIBLE</c> is understood.
/// </summary>
internal sealed class MuLawWav
{
    private const int SampleRateHz = 8000;
    private const ushort FormatPcm = 1;
    private const ushort FormatMuLaw = 7;
    private const ushort FormatExtensible = 0xFFFE;

    private MuLawWav(IReadOnlyList<byte[]> channels) => Channels = channels;

    /// <summary>The mu-law bytes of each channel, left first; all of the same length.</summary>
    public IReadOnlyList<byte[]> Channels { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">The file is not a WAV, or not one of the kinds above; the message says which and names the file.</exception>
    public static MuLawWav Load(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="FormatException">As for <see cref="Load"/>.</exception>
    public static MuLawWav Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
            throw new FormatException("not a WAV file.");
        var format = ReadFormat(Chunk(file, "fmt "u8));
        var samples = Chunk(file, "data"u8);
        return new MuLawWav(Deinterleave(samples, format));
    }

    private static byte[][] Deinterleave(ReadOnlySpan<byte> samples, Format format)
    {
        var bytesPerSample = format.Tag == FormatMuLaw ? 1 : 2;
        var channels = new byte[format.Channels][];
        var length = samples.Length / (bytesPerSample * format.Channels);
        for (var channel = 0; channel < channels.Length; channel++)
        {
            var encoded = channels[channel] = new byte[length];
            for (var i = 0; i < length; i++)
            {
                var sample = samples[((i * format.Channels + channel) * bytesPerSample)..];
                encoded[i] = format.Tag == FormatMuLaw ? sample[0] : MuLaw.Encode(BinaryPrimitives.ReadInt16LittleEndian(sample));
            }
        }
        return channels;
    }

    private static Format ReadFormat(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 16)
            throw new FormatException("the format chunk is cut short.");
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        // The extensible form keeps the real tag in the first two bytes of its sub-format identifier.
        if (tag == FormatExtensible && chunk.Length >= 26)
            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rateHz = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);

        if (channels is not (1 or 2))
            throw new FormatException($"{channels} channels; one (inbound) or two (inbound, outbound) are wanted.");
        if (rateHz != SampleRateHz)
            throw new FormatException($"{rateHz} Hz; telephone audio has {SampleRateHz} Hz.");
        if ((tag, bits) is not ((FormatMuLaw, 8) or (FormatPcm, 16)))
            throw new FormatException($"format {tag} with {bits} bits; 8-bit mu-law (7) or 16-bit PCM (1) is wanted.");
        return new Format(tag, channels);
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> id)
    {
        for (var rest = file[12..]; rest.Length >= 8;)
        {
            // Writers that stream leave the size open or too large: the chunk then reaches to the end of the file.
            var size = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), (uint)(rest.Length - 8));
            if (rest[..4].SequenceEqual(id))
                return rest.Slice(8, size);
            // Chunks are padded to an even length.
            rest = rest[Math.Min(8 + size + (size & 1), rest.Length)..];
        }
        throw new FormatException($"it has no '{System.Text.Encoding.ASCII.GetString(id)}' chunk.");
    }

    private readonly record struct Format(ushort Tag, int Channels);
}
