using System.Buffers.Binary;

namespace Gateway.Simulator.Audio;

/// <summary>
/// Reads a WAV file from front to back: RIFF, or RF64 for those beyond 4 GiB, in any <see cref="SampleEncoding"/>. Never holds more than
/// a piece of it, and needs no seeking, so that a pipe will do. For one task at a time.
/// </summary>
internal sealed class WavReader : IDisposable
{
    private const uint SizeUnknown = uint.MaxValue;

    // What SoX writes into a pipe: the largest size that is sure not to be negative to any reader.
    private const long LargestPipeBytes = 0x7FFFF000;
    private const int PieceBytes = 1 << 16;
    private const int Rf64ChunkBytes = 16;

    private readonly Stream _file;
    private readonly byte[] _piece;
    private long _remainingBytes;

    private WavReader(Stream file, WavFormat format, long dataBytes)
    {
        _file = file;
        Format = format;
        _remainingBytes = dataBytes;
        // What a file announces may be more than there is, above all while it is still being written.
        if (file.CanSeek)
            _remainingBytes = Math.Min(dataBytes, file.Length - file.Position);
        Blocks = _remainingBytes >= LargestPipeBytes && !file.CanSeek ? null : _remainingBytes / format.BlockBytes;
        _piece = new byte[Math.Max(1, PieceBytes / format.BlockBytes) * format.BlockBytes];
    }

    /// <summary>What is in it.</summary>
    public WavFormat Format { get; }

    /// <summary>Samples per channel, at most: a pipe may end earlier. Null if only reading will tell.</summary>
    public long? Blocks { get; }

    /// <summary>Opens a file and reads up to its first sample.</summary>
    /// <exception cref="FormatException">It is not a WAV, or of a kind that cannot be converted; the message says which and names the file.</exception>
    /// <exception cref="IOException">It cannot be read. The same goes for reading.</exception>
    public static WavReader Open(string path)
    {
        var file = File.OpenRead(path);
        try
        {
            return Read(file);
        }
        catch (FormatException e)
        {
            file.Dispose();
            throw new FormatException($"{path}: {e.Message}", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The same from a stream, which is then the reader's to dispose.</summary>
    /// <exception cref="FormatException">As for <see cref="Open"/>, without a name.</exception>
    public static WavReader Read(Stream file)
    {
        Span<byte> head = stackalloc byte[12];
        if (!Fill(file, head) || !(head[..4].SequenceEqual("RIFF"u8) || head[..4].SequenceEqual("RF64"u8)) || !head[8..].SequenceEqual("WAVE"u8))
            throw new FormatException("not a WAV file.");

        WavFormat? format = null;
        long? dataBytes = null;
        head = head[..8];
        while (Fill(file, head))
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head[..4].SequenceEqual("data"u8))
                return new WavReader(
                    file,
                    format ?? throw new FormatException("it has no 'fmt ' chunk before its 'data' chunk."),
                    // Writers to a pipe cannot go back to fill the size in: the chunk then reaches to the end of the file.
                    size is 0 or SizeUnknown ? dataBytes ?? long.MaxValue : size);
            if (head[..4].SequenceEqual("fmt "u8))
                format = WavFormat.Parse(ReadChunk(file, size, WavFormat.ChunkBytes));
            else if (head[..4].SequenceEqual("ds64"u8))
                dataBytes = DataBytes(ReadChunk(file, size, Rf64ChunkBytes));
            else
                ReadChunk(file, size, 0);
        }
        throw new FormatException("it has no 'data' chunk.");
    }

    /// <summary>Reads on.</summary>
    /// <param name="samples">Gets samples of all channels in turn; only whole turns are written.</param>
    /// <returns>How many turns that was; 0 at the end, but for a buffer that is too small for one.</returns>
    public int Read(Span<float> samples)
    {
        var wanted = (int)Math.Min(Math.Min(_piece.Length, _remainingBytes), (long)samples.Length / Format.Channels * Format.BlockBytes);
        wanted -= wanted % Format.BlockBytes;
        var got = _file.ReadAtLeast(_piece.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
        _remainingBytes = got < wanted ? 0 : _remainingBytes - got;
        var blocks = got / Format.BlockBytes;
        SampleDecoder.Decode(_piece, Format.Encoding, samples[..(blocks * Format.Channels)]);
        return blocks;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>The size of the samples as RF64 has it (EBU Tech 3306): the second number; null if it is not there, or no size.</summary>
    private static long? DataBytes(ReadOnlySpan<byte> chunk) =>
        chunk.Length == Rf64ChunkBytes && BinaryPrimitives.ReadInt64LittleEndian(chunk[8..]) is > 0 and var bytes ? bytes : null;

    /// <summary>Reads the beginning of a chunk and passes over the rest, which may be cut off by the end of the file.</summary>
    private static byte[] ReadChunk(Stream file, uint size, int wanted)
    {
        var chunk = new byte[Math.Min(size, wanted)];
        var got = file.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
        // Chunks are padded to an even length.
        Skip(file, size + (size & 1L) - got);
        return chunk[..got];
    }

    private static void Skip(Stream file, long bytes)
    {
        if (file.CanSeek)
        {
            file.Seek(Math.Min(bytes, file.Length - file.Position), SeekOrigin.Current);
            return;
        }
        var discarded = new byte[4096];
        while (bytes > 0 && file.Read(discarded, 0, (int)Math.Min(bytes, discarded.Length)) is > 0 and var got)
            bytes -= got;
    }

    private static bool Fill(Stream file, Span<byte> buffer) => file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
}
