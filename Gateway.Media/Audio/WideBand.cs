namespace Gateway.Media.Audio;

/// <summary>
/// Telephone audio at 16 000 Hz as a model expects it that has heard telephones: the same sound, and nothing above 4 kHz. Between each two samples one is computed from the
/// 16 on either side.
/// </summary>
/// <remarks>A half-band filter: a sinc under a Kaiser window. Up to 3.4 kHz it is flat to 0.01 dB, from 4.6 kHz on 60 dB down.</remarks>
internal static class WideBand
{
    private const int Reach = 16;
    private const double KaiserBeta = 5.65;

    /// <summary>The weights of the samples at the distances 0.5, 1.5, 2.5 and so on.</summary>
    private static readonly float[] Weights = Design();

    /// <summary>Two samples from -1 to 1 for each of <paramref name="samples"/>. Before and after them there is silence.</summary>
    public static float[] Of(ReadOnlySpan<short> samples)
    {
        var padded = new float[samples.Length + 2 * Reach];
        for (var i = 0; i < samples.Length; i++)
            padded[Reach + i] = samples[i] / 32768f;
        var wide = new float[2 * samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            var between = 0f;
            for (var distance = 0; distance < Reach; distance++)
                between += Weights[distance] * (padded[Reach + i - distance] + padded[Reach + i + 1 + distance]);
            wide[2 * i] = padded[Reach + i];
            wide[2 * i + 1] = between;
        }

        return wide;
    }

    private static float[] Design()
    {
        var weights = new double[Reach];
        for (var i = 0; i < Reach; i++)
        {
            var distance = i + 0.5;
            weights[i] = Math.Sin(Math.PI * distance) / (Math.PI * distance) * Bessel(KaiserBeta * Math.Sqrt(1 - distance / Reach * (distance / Reach))) / Bessel(KaiserBeta);
        }

        // A constant stays as it is.
        var sum = 2 * weights.Sum();
        return [.. weights.Select(weight => (float)(weight / sum))];
    }

    /// <summary>The modified Bessel function of the first kind and order zero, by its power series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-12; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
