using Gateway.Simulator.Audio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

public sealed class ResamplerTests
{
    // The transient of the filter at both ends, and a little more.
    private const int Edge = 400;

    public static IEnumerable<object[]> TonesInBand =>
        from rate in new[] { 4000, 6000, 8000, 11_025, 16_000, 22_050, 44_100, 48_000, 47_999, 96_000, 192_000 }
        from share in new[] { 0.05, 0.25, 0.6, 0.84 }
        select new object[] { rate, Math.Round(share * Math.Min(rate, 8000) / 2) };

    public static IEnumerable<object[]> TonesAbove =>
        from rate in new[] { 11_025, 16_000, 22_050, 44_100, 48_000, 47_999, 192_000 }
        from hertz in new[] { 4010.0, 4300, 5200, 7300, 7999, 8000, 11_900, 20_300, 90_000 }
        where hertz < rate / 2
        select new object[] { rate, hertz };

    [Theory]
    [MemberData(nameof(TonesInBand))]
    public void A_tone_of_speech_keeps_its_frequency_and_level(int rateHz, double hertz)
    {
        var output = Convert(rateHz, Tone(rateHz, hertz, seconds: 1))[Edge..^Edge];

        var (level, residue) = Measure(output, hertz);
        Assert.InRange(20 * Math.Log10(level / 0.5), -0.05, 0.05);
        // Nothing besides: no images, no whistling of the phases. What remains is the rounding to 16 bits.
        Assert.InRange(20 * Math.Log10(residue / 0.5), -200, -75);
    }

    [Theory]
    [MemberData(nameof(TonesAbove))]
    public void A_tone_above_4_kHz_is_gone(int rateHz, double hertz)
    {
        var output = Convert(rateHz, Tone(rateHz, hertz, seconds: 1))[Edge..^Edge];

        Assert.InRange(20 * Math.Log10(Rms(output) / Rms(Tone(rateHz, hertz, 1).Select(sample => sample * 32768.0))), double.NegativeInfinity, -75);
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(44_100)]
    [InlineData(47_999)]
    [InlineData(5000)]
    public void How_the_input_is_cut_does_not_change_the_output(int rateHz)
    {
        var input = Noise(rateHz, seed: 1);
        var whole = Convert(rateHz, input);

        foreach (var (piece, asked) in new[] { (1, 1), (7, 1000), (160, 3), (5000, 80), (100_000, 1) })
            Assert.Equal(whole, Convert(rateHz, input, piece, asked));
    }

    [Theory]
    [InlineData(44_100, 0)]
    [InlineData(44_100, 1)]
    [InlineData(44_100, 44_100)]
    [InlineData(44_100, 44_101)]
    [InlineData(48_000, 6)]
    [InlineData(48_000, 7)]
    [InlineData(192_000, 100_000)]
    [InlineData(11_025, 99_999)]
    [InlineData(4000, 4001)]
    [InlineData(8000, 12_345)]
    public void The_length_is_the_inputs_rounded_up(int rateHz, int samples) =>
        Assert.Equal((int)Math.Ceiling(samples * 8000.0 / rateHz), Convert(rateHz, new float[samples]).Length);

    [Theory]
    [InlineData(44_100)]
    [InlineData(48_000)]
    [InlineData(16_000)]
    [InlineData(4000)]
    public void A_click_stays_where_it_is(int rateHz)
    {
        var input = new float[rateHz];
        input[rateHz / 2] = 1;
        var output = Convert(rateHz, input);

        Assert.InRange(Array.IndexOf(output, output.Max()), 3999, 4001);
    }

    [Fact]
    public void At_8_kHz_nothing_changes()
    {
        var samples = Sound.WhiteNoise(TimeSpan.FromSeconds(1), -6, seed: 2);

        Assert.Equal(samples, Convert(8000, [.. samples.Select(sample => sample / 32768f)]));
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(44_100)]
    public void What_is_too_loud_is_clipped(int rateHz)
    {
        var output = Convert(rateHz, [.. Tone(rateHz, 100, 1).Select(sample => 8 * sample)])[Edge..^Edge];

        Assert.Equal(short.MaxValue, output.Max());
        Assert.Equal(short.MinValue, output.Min());
        // A sample that had wrapped round would have the sign of the wrong half wave.
        var inverted = Enumerable.Range(Edge, output.Length).Where(i => Math.Abs(Math.Sin(2 * Math.PI * 100 * i / 8000)) > 0.5)
            .Count(i => Math.Sign(output[i - Edge]) != Math.Sign(Math.Sin(2 * Math.PI * 100 * i / 8000)));
        Assert.Equal(0, inverted);
    }

    [Fact]
    public void Channels_of_a_recording_keep_apart_and_in_step()
    {
        const int rateHz = 48_000;
        var left = Tone(rateHz, 1000, 0.5);
        var right = Tone(rateHz, 440, 0.5);
        byte[] data = [.. left.Zip(right).SelectMany(pair => BitConverter.GetBytes(pair.First).Concat(new byte[4]).Concat(BitConverter.GetBytes(pair.Second)))];
        using var wav = WavReader.Read(new MemoryStream(WavBytes.File(WavBytes.Format(WavBytes.Float, 32, 3, rateHz), WavBytes.Chunk("data", data))));
        var recording = new RecordingReader(wav, 2, 0);
        Assert.Equal(TimeSpan.FromSeconds(0.5), recording.Length);

        var (first, second) = (new List<short>(), new List<short>());
        var buffers = new[] { new short[801], new short[801] };
        while (recording.Read([buffers[0], buffers[1]]) is > 0 and var read)
        {
            // Short only at the end.
            Assert.Equal(Math.Min(801, 4000 - first.Count), read);
            first.AddRange(buffers[0].AsSpan(0, read));
            second.AddRange(buffers[1].AsSpan(0, read));
        }

        Assert.Equal(Convert(rateHz, right), first);
        Assert.Equal(Convert(rateHz, left), second);
    }

    private static float[] Tone(int rateHz, double hertz, double seconds) =>
        [.. Enumerable.Range(0, (int)(seconds * rateHz)).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * hertz * i / rateHz)))];

    private static float[] Noise(int samples, int seed)
    {
#pragma warning disable RS0030 // Seeded: the same noise every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        return [.. Enumerable.Range(0, samples).Select(_ => random.NextSingle() * 2 - 1)];
    }

    private static short[] Convert(int rateHz, float[] input, int piece = int.MaxValue, int asked = 100_000)
    {
        var resampler = new Resampler(rateHz);
        var output = new List<short>();
        var some = new short[asked];
        foreach (var samples in input.Chunk(Math.Min(piece, Math.Max(1, input.Length))))
        {
            resampler.Push(samples);
            Drain();
        }

        resampler.Finish();
        Drain();
        return [.. output];

        void Drain()
        {
            while (resampler.Read(some) is > 0 and var read)
                output.AddRange(some.AsSpan(0, read));
        }
    }

    /// <summary>The amplitude of a tone, and the root of the mean square of everything else, both with 1 as full scale.</summary>
    private static (double Level, double Residue) Measure(short[] samples, double hertz)
    {
        // Least squares of sine and cosine: exact for any frequency, where a sum over a broken number of periods would not be.
        var angles = samples.Select((_, i) => 2 * Math.PI * hertz * i / 8000).ToArray();
        double ss = 0, sc = 0, cc = 0, sx = 0, cx = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(angles[i]);
            (ss, sc, cc) = (ss + sine * sine, sc + sine * cosine, cc + cosine * cosine);
            (sx, cx) = (sx + sine * samples[i], cx + cosine * samples[i]);
        }

        var determinant = ss * cc - sc * sc;
        var (a, b) = ((sx * cc - cx * sc) / determinant, (cx * ss - sx * sc) / determinant);
        var residue = Rms(samples.Select((sample, i) => sample - a * Math.Sin(angles[i]) - b * Math.Cos(angles[i])));
        return (Math.Sqrt(a * a + b * b) / 32768, residue / 32768);
    }

    private static double Rms(IEnumerable<short> samples) => Rms(samples.Select(sample => (double)sample));

    private static double Rms(IEnumerable<double> samples) => Math.Sqrt(samples.Average(sample => sample * sample));
}
