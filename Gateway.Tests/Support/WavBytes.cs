using System.Buffers.Binary;
using System.Text;

namespace Gateway.Tests.Support;

/// <summary>Writes WAV files as other programs do, and as broken ones do.</summary>
internal static class WavBytes
{
    public const int Pcm = 1;
    public const int Float = 3;
    public const int ALaw = 6;
    public const int MuLaw = 7;
    public const int Extensible = 0xFFFE;

    /// <summary>A RIFF file of these chunks.</summary>
    public static byte[] File(params byte[][] chunks) => File("RIFF", chunks);

    public static byte[] File(string kind, params byte[][] chunks)
    {
        byte[] body = [.. "WAVE"u8, .. chunks.SelectMany(chunk => chunk)];
        return [.. Encoding.ASCII.GetBytes(kind), .. UInt32((uint)body.Length), .. body];
    }

    /// <summary>A chunk, padded to an even length.</summary>
    /// <param name="id">Four characters.</param>
    /// <param name="body">What is in it.</param>
    /// <param name="size">The size that it claims; null for the true one.</param>
    public static byte[] Chunk(string id, byte[] body, uint? size = null) =>
        [.. Encoding.ASCII.GetBytes(id), .. UInt32(size ?? (uint)body.Length), .. body, .. new byte[body.Length & 1]];

    public static byte[] Format(int tag, int bits, int channels = 1, int rateHz = 8000, int? blockBytes = null)
    {
        var block = blockBytes ?? (bits + 7) / 8 * channels;
        byte[] basic =
            [.. UInt16(tag), .. UInt16(channels), .. UInt32((uint)rateHz), .. UInt32((uint)(rateHz * block)), .. UInt16(block), .. UInt16(bits)];
        return Chunk("fmt ", basic);
    }

    /// <summary>The extensible form: bits that count, speakers, and the tag as the beginning of a GUID.</summary>
    public static byte[] ExtensibleFormat(int tag, int bits, int channels = 1, int rateHz = 8000) => Chunk(
        "fmt ",
        [
            .. Format(Extensible, bits, channels, rateHz)[8..], .. UInt16(22), .. UInt16(bits), .. UInt32(0), .. UInt16(tag),
            .. new byte[] { 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71 },
        ]);

    public static byte[] UInt16(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] UInt64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
