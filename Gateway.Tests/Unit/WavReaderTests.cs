using Gateway.Simulator.Audio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

public sealed class WavReaderTests
{
    private static readonly byte[] FourSamples = [0, 0, 0, 64, 0, 128, 255, 127];

    /// <summary>The bytes of half a positive full scale, or as near as the encoding gets, and of silence.</summary>
    public static TheoryData<int, int, byte[], float, float> Encodings => new()
    {
        { WavBytes.Pcm, 8, [192, 128], 0.5f, 0 },
        { WavBytes.Pcm, 16, [0, 0x40, 0, 0], 0.5f, 0 },
        { WavBytes.Pcm, 16, [0, 0x80, 0xFF, 0xFF], -1, -1 / 32768f },
        { WavBytes.Pcm, 24, [0, 0, 0x40, 0, 0, 0x80], 0.5f, -1 },
        { WavBytes.Pcm, 32, [0, 0, 0, 0x40, 0, 0, 0, 0x80], 0.5f, -1 },
        { WavBytes.Pcm, 12, [0, 0x40, 0, 0], 0.5f, 0 },
        { WavBytes.Float, 32, [.. BitConverter.GetBytes(0.5f), .. BitConverter.GetBytes(float.NaN)], 0.5f, 0 },
        { WavBytes.Float, 64, [.. BitConverter.GetBytes(0.5), .. BitConverter.GetBytes(double.PositiveInfinity)], 0.5f, 0 },
        // ITU-T G.711, tables 1a and 2a: the largest values, scaled to 16 bits, and the smallest.
        { WavBytes.ALaw, 8, [0xAA, 0x55], 32256 / 32768f, -8 / 32768f },
        { WavBytes.MuLaw, 8, [0x80, 0xFF], 32124 / 32768f, 0 },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_sample_of_every_encoding_has_its_value(int tag, int bits, byte[] samples, float first, float second)
    {
        Assert.Equal([first, second], ReadAll(WavBytes.File(WavBytes.Format(tag, bits), WavBytes.Chunk("data", samples))));
        Assert.Equal([first, second], ReadAll(WavBytes.File(WavBytes.ExtensibleFormat(tag, bits), WavBytes.Chunk("data", samples))));
    }

    [Fact]
    public void Every_code_of_mu_law_survives_decoding_and_encoding()
    {
        // -0 has a code of its own and comes back as +0.
        var codes = Enumerable.Range(0, 256).Select(code => (byte)code).Where(code => code != 0x7F);

        Assert.All(codes, code => Assert.Equal(code, MuLaw.Encode(MuLaw.Decode(code))));
    }

    [Fact]
    public void A_law_rises_with_its_code_in_256_steps_as_even_as_the_segments_allow()
    {
        // In the order of the standard: without the inversion of every second bit, negative values first.
        var values = Enumerable.Range(0, 256).Select(i => (byte)(i < 128 ? 127 - i : i) ^ 0x55).Select(code => (int)ALaw.Decode((byte)code)).ToList();

        Assert.Equal(values.Order(), values);
        Assert.All(values.Zip(values.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 16, 1024));
        Assert.Equal(values.Select(value => -value).Reverse(), values);
    }

    [Fact]
    public void Chunks_before_the_samples_are_passed_over_with_their_padding()
    {
        var file = WavBytes.File(
            WavBytes.Chunk("LIST", [1, 2, 3]), WavBytes.Format(WavBytes.Pcm, 16), WavBytes.Chunk("fact", [1]), WavBytes.Chunk("data", FourSamples),
            WavBytes.Chunk("LIST", [1, 2, 3, 4]));

        Assert.Equal([0, 0.5f, -1, 32767 / 32768f], ReadAll(file));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue - 1)]
    [InlineData(4000u)]
    public void A_size_that_is_open_or_too_large_reaches_to_the_end_of_the_file(uint size)
    {
        var file = WavBytes.File(WavBytes.Format(WavBytes.Pcm, 16), WavBytes.Chunk("data", FourSamples, size));

        Assert.Equal(4, ReadAll(file).Count);
        using var reader = WavReader.Read(new MemoryStream(file));
        Assert.Equal(4, reader.Blocks);
    }

    [Fact]
    public void The_half_of_a_sample_at_the_end_is_dropped()
    {
        var file = WavBytes.File(WavBytes.Format(WavBytes.Pcm, 16, channels: 2), [.. "data"u8, .. WavBytes.UInt32(7), .. FourSamples[..7]]);

        Assert.Equal([0, 0.5f], ReadAll(file));
    }

    [Fact]
    public void An_rf64_file_has_its_size_elsewhere()
    {
        byte[] sizes = [.. WavBytes.UInt64(0), .. WavBytes.UInt64(4), .. WavBytes.UInt64(2), .. WavBytes.UInt32(0)];
        var file = WavBytes.File(
            "RF64", WavBytes.Chunk("ds64", sizes), WavBytes.Format(WavBytes.Pcm, 16), WavBytes.Chunk("data", FourSamples, uint.MaxValue));

        Assert.Equal([0, 0.5f], ReadAll(file));
    }

    [Theory]
    [InlineData(uint.MaxValue, null)]
    [InlineData(0u, null)]
    [InlineData(0x7FFFF000u, null)]
    [InlineData(8u, 4L)]
    public void A_pipe_is_read_without_seeking(uint size, long? blocks)
    {
        var file = WavBytes.File(
            WavBytes.Chunk("LIST", new byte[10_001]), WavBytes.Format(WavBytes.Pcm, 16), WavBytes.Chunk("data", FourSamples, size));
        using var reader = WavReader.Read(new Trickle(new MemoryStream(file), 3));

        Assert.Equal(blocks, reader.Blocks);
        Assert.Equal([0, 0.5f, -1, 32767 / 32768f], ReadAll(reader));
    }

    public static TheoryData<string, byte[]> BadFiles => new()
    {
        { "not a WAV file", [] },
        { "not a WAV file", [.. "RIFF"u8, 0, 0, 0, 0] },
        { "not a WAV file", [.. "RIFX"u8, 0, 0, 0, 0, .. "WAVE"u8] },
        { "not a WAV file", [.. "<!DOCTYPE html><html>"u8] },
        { "no 'data' chunk", WavBytes.File() },
        { "no 'data' chunk", WavBytes.File(WavBytes.Format(WavBytes.Pcm, 16)) },
        { "no 'data' chunk", WavBytes.File(WavBytes.Format(WavBytes.Pcm, 16), WavBytes.Chunk("LIST", [1], uint.MaxValue), WavBytes.Chunk("data", FourSamples)) },
        { "no 'data' chunk", WavBytes.File(WavBytes.Format(WavBytes.Pcm, 16), [.. "dat"u8]) },
        { "no 'fmt ' chunk", WavBytes.File(WavBytes.Chunk("data", FourSamples), WavBytes.Format(WavBytes.Pcm, 16)) },
        { "the format chunk is cut short", WavBytes.File(WavBytes.Format(WavBytes.Pcm, 16)[..20]) },
        { "the format chunk is cut short", WavBytes.File(WavBytes.Chunk("fmt ", new byte[14]), WavBytes.Chunk("data", FourSamples)) },
        { "0 channels", Wav(WavBytes.Format(WavBytes.Pcm, 16, channels: 0)) },
        { "0 Hz", Wav(WavBytes.Format(WavBytes.Pcm, 16, rateHz: 0)) },
        { "3999 Hz", Wav(WavBytes.Format(WavBytes.Pcm, 16, rateHz: 3999)) },
        { "192001 Hz", Wav(WavBytes.Format(WavBytes.Pcm, 16, rateHz: 192_001)) },
        { "4294967295 Hz", Wav(WavBytes.Format(WavBytes.Pcm, 16, rateHz: -1)) },
        { "format 2 with 4 bits", Wav(WavBytes.Format(2, 4)) },
        { "format 1 with 64 bits", Wav(WavBytes.Format(WavBytes.Pcm, 64)) },
        { "format 1 with 0 bits", Wav(WavBytes.Format(WavBytes.Pcm, 0)) },
        { "format 3 with 16 bits", Wav(WavBytes.Format(WavBytes.Float, 16)) },
        { "format 65534", Wav(WavBytes.Format(WavBytes.Extensible, 16)) },
        { "blocks of 4 bytes, instead of 3", Wav(WavBytes.Format(WavBytes.Pcm, 24, blockBytes: 4)) },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void A_bad_file_is_refused_with_the_reason(string reason, byte[] file)
    {
        Assert.Contains(reason, Assert.Throws<FormatException>(() => WavReader.Read(new MemoryStream(file))).Message, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<FormatException>(() => WavReader.Read(new Trickle(new MemoryStream(file), 5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_file_is_named()
    {
        var path = Path.Combine(TestPaths.Repository, "README.md");

        Assert.StartsWith(path, Assert.Throws<FormatException>(() => WavReader.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_or_read_up_to_there()
    {
        var file = WavBytes.File(WavBytes.ExtensibleFormat(WavBytes.Pcm, 16, channels: 2), WavBytes.Chunk("data", FourSamples));
        var readable = 0;
        for (var length = 0; length <= file.Length; length++)
            try
            {
                var samples = ReadAll(file[..length]);
                Assert.Equal((length - (file.Length - FourSamples.Length)) / 4 * 2, samples.Count);
                readable++;
            }
            catch (FormatException)
            {
                Assert.Equal(0, readable);
            }

        Assert.Equal(FourSamples.Length + 1, readable);
    }

    private static byte[] Wav(byte[] format) => WavBytes.File(format, WavBytes.Chunk("data", FourSamples));

    private static List<float> ReadAll(byte[] file)
    {
        using var reader = WavReader.Read(new MemoryStream(file));
        return ReadAll(reader);
    }

    private static List<float> ReadAll(WavReader reader)
    {
        var all = new List<float>();
        var some = new float[2 * reader.Format.Channels];
        while (reader.Read(some) is > 0 and var blocks)
            all.AddRange(some.AsSpan(0, blocks * reader.Format.Channels));
        return all;
    }

    /// <summary>A stream that cannot seek and gives a few bytes at a time.</summary>
    private sealed class Trickle(Stream source, int most) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => source.Read(buffer, offset, Math.Min(count, most));

        public override int Read(Span<byte> buffer) => source.Read(buffer[..Math.Min(buffer.Length, most)]);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                source.Dispose();
            base.Dispose(disposing);
        }
    }
}
