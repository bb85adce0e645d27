using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gateway.Tests.Support;

/// <summary>Sentences read aloud by flite, as they arrive through a telephone: 8 000 Hz, mu-law, about -20 dBFS.</summary>
internal static class Voice
{
    private const int Taps = 63;
    private static readonly ConcurrentDictionary<(string Name, string Text), short[]> Spoken = new();
    private static readonly double[] HalfBand = [.. Enumerable.Range(0, Taps).Select(Tap)];

    /// <summary>"kal" speaks at 8 000 Hz, the others, a woman and a man, at 16 000 Hz.</summary>
    public static string[] Names { get; } = ["kal", "slt", "rms"];

    /// <summary>A sentence with 300 ms of silence at both ends.</summary>
    public static short[] Says(string name, string text) => Spoken.GetOrAdd((name, text), key => Synthesise(key.Name, key.Text));

    private static short[] Synthesise(string name, string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var flite = Process.Start("flite", ["-voice", name, "-t", text, "-o", file]))
                Assert.True(flite.WaitForExit(TimeSpan.FromMinutes(1)) && flite.ExitCode == 0, "flite failed: is the Debian package flite installed?");
            var wav = File.ReadAllBytes(file);
            var samples = new short[(wav.Length - 44) / 2];
            for (var i = 0; i < samples.Length; i++)
                samples[i] = BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(44 + (2 * i)));
            if (BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)) == 16_000)
                samples = Halve(samples);
            var gain = 3277 / Math.Max(1, Math.Sqrt(samples.Average(sample => (double)sample * sample)));
            var silence = Sound.Silence(TimeSpan.FromMilliseconds(300));
            return Sound.Concat(silence, [.. samples.Select(sample => Sound.Telephone((short)Math.Clamp(sample * gain, short.MinValue, short.MaxValue)))], silence);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static short[] Halve(short[] wide)
    {
        var narrow = new short[wide.Length / 2];
        for (var i = 0; i < narrow.Length; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < Taps; k++)
            {
                var at = (2 * i) + k - (Taps / 2);
                if (at >= 0 && at < wide.Length)
                    sum += HalfBand[k] * wide[at];
            }

            narrow[i] = (short)Math.Clamp(sum, short.MinValue, short.MaxValue);
        }

        return narrow;
    }

    /// <summary>A low pass at 3 700 Hz of 16 000, Hamming window.</summary>
    private static double Tap(int index)
    {
        var t = index - (Taps / 2);
        var ideal = t == 0 ? 0.46 : Math.Sin(0.46 * Math.PI * t) / (Math.PI * t);
        return ideal * (0.54 + (0.46 * Math.Cos(2 * Math.PI * t / Taps)));
    }
}
