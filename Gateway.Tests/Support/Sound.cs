using Gateway.Simulator.Audio;

namespace Gateway.Tests.Support;

/// <summary>Sounds of a telephone line, 8 000 Hz, passed through mu-law as on a real one.</summary>
internal static class Sound
{
    private const int RateHz = 8000;

    public static short[] Silence(TimeSpan length) => new short[Samples(length)];

    public static short[] WhiteNoise(TimeSpan length, double dbfs, int seed)
    {
#pragma warning disable RS0030 // Seeded: the same noise every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        // Uniform noise of peak p has a power of p^2/3.
        var peak = Math.Sqrt(3) * 32768 * Math.Pow(10, dbfs / 20);
        return Make(length, _ => (random.NextDouble() * 2 - 1) * peak);
    }

    public static short[] Tones(TimeSpan length, double dbfsEach, params double[] hertz)
    {
        var amplitude = Math.Sqrt(2) * 32768 * Math.Pow(10, dbfsEach / 20);
        return Make(length, i => hertz.Sum(f => amplitude * Math.Sin(2 * Math.PI * f * i / RateHz)));
    }

    /// <summary>
    /// A buzz with formants, whose pitch moves as a voice's does, in syllables of a quarter second with closed lips between them.
    /// </summary>
    public static short[] Voice(TimeSpan length, double dbfs = -20)
    {
        var phase = 0.0;
        var amplitude = 32768 * Math.Pow(10, dbfs / 20);
        return Make(length, i =>
        {
            var seconds = i / (double)RateHz;
            var pitch = 120 + 15 * Math.Sin(2 * Math.PI * 3 * seconds);
            phase += 2 * Math.PI * pitch / RateHz;
            var sample = 0.0;
            for (var harmonic = 1; harmonic < 25; harmonic++)
            {
                var frequency = harmonic * pitch;
                var formants = 1 / (1 + Math.Pow((frequency - 500) / 150, 2)) + 0.5 / (1 + Math.Pow((frequency - 1500) / 200, 2));
                sample += formants * Math.Sin(harmonic * phase);
            }

            return amplitude * sample * (seconds % 0.25 < 0.2 ? 1 : 0.05);
        });
    }

    public static short[] Concat(params short[][] parts) => [.. parts.SelectMany(part => part)];

    /// <summary>Adds the second sound to the first, sample by sample.</summary>
    public static short[] Mix(short[] first, short[] second) =>
        [.. first.Select((sample, i) => (short)Math.Clamp(sample + (i < second.Length ? second[i] : 0), short.MinValue, short.MaxValue))];

    public static byte[] Encode(ReadOnlySpan<short> samples)
    {
        var encoded = new byte[samples.Length];
        for (var i = 0; i < samples.Length; i++)
            encoded[i] = MuLaw.Encode(samples[i]);
        return encoded;
    }

    public static int Samples(TimeSpan length) => (int)(length.TotalSeconds * RateHz);

    private static short[] Make(TimeSpan length, Func<int, double> sample)
    {
        var samples = new short[Samples(length)];
        for (var i = 0; i < samples.Length; i++)
        {
            var linear = (short)Math.Clamp(sample(i), short.MinValue, short.MaxValue);
            samples[i] = Telephone(linear);
        }

        return samples;
    }

    /// <summary>
    /// The quantisation of mu-law, written down independently of the table under test: G.711's segments have 16 steps each.
    /// </summary>
    public static short Telephone(short linear)
    {
        var magnitude = Math.Min(Math.Abs((int)linear), 32635) + 132;
        var step = 8;
        while (magnitude >= 32 * step)
            step *= 2;
        var quantised = magnitude / step * step + step / 2 - 132;
        return (short)(linear < 0 ? -quantised : quantised);
    }
}
