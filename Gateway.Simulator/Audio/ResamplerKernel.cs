namespace Gateway.Simulator.Audio;

/// <summary>
/// The low-pass filter of a resampler, cut into phases: row <c>r</c> of <see cref="Rows"/> weighs the input samples around a point that
/// lies <c>r / Rows</c> of a sample behind the sample before it.
/// </summary>
/// <remarks>
/// A sinc under a Kaiser window, designed by Kaiser's formulas. Telephone speech ends at 3.4 kHz, and everything from 4 kHz on would be
/// folded back into it: between the two the filter falls, to 80 dB.
/// </remarks>
internal sealed class ResamplerKernel
{
    private const double AttenuationDecibels = 80;

    // 3.4 and 4 kHz as shares of half the lower of the two rates.
    private const double PassBandEnd = 0.85;
    private const double StopBandBegin = 1;

    // More rows would not be heard: interpolating between 512 errs by less than -100 dB.
    private const int MostRows = 512;

    private readonly float[] _weights;

    private ResamplerKernel(int rows, int before, int taps, float[] weights)
    {
        Rows = rows;
        Before = before;
        Taps = taps;
        _weights = weights;
    }

    /// <summary>Phases. There is one row more than that: its last one, a whole sample behind, is for interpolation.</summary>
    public int Rows { get; }

    /// <summary>How many samples the first weight lies before the sample before the point.</summary>
    public int Before { get; }

    /// <summary>Weights in a row.</summary>
    public int Taps { get; }

    /// <summary>The weights of one phase, from 0 to <see cref="Rows"/>; their sum is 1.</summary>
    public ReadOnlySpan<float> Row(int row) => _weights.AsSpan(row * Taps, Taps);

    /// <summary>Leaves the samples as they are.</summary>
    public static ResamplerKernel Identity() => new(rows: 1, before: 0, taps: 1, [1, 1]);

    /// <summary>Designs the filter.</summary>
    /// <param name="fromHz">The rate of the input.</param>
    /// <param name="toHz">The rate of the output.</param>
    /// <param name="phases">How many different fractions of an input sample the output's samples fall on.</param>
    public static ResamplerKernel Design(int fromHz, int toHz, int phases)
    {
        var halfLowerRate = Math.Min(fromHz, toHz) / 2.0 / fromHz;
        var cutOff = halfLowerRate * (PassBandEnd + StopBandBegin) / 2;
        var transition = halfLowerRate * (StopBandBegin - PassBandEnd);
        var order = (AttenuationDecibels - 7.95) / (2.285 * 2 * Math.PI * transition);
        var beta = 0.1102 * (AttenuationDecibels - 8.7);

        var half = (int)Math.Ceiling(order / 2) + 1;
        var (rows, before, taps) = (Math.Min(phases, MostRows), half - 1, 2 * half);
        var weights = new float[(rows + 1) * taps];
        var row = new double[taps];
        for (var r = 0; r <= rows; r++)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                var distance = tap - before - (double)r / rows;
                row[tap] = Sinc(2 * cutOff * distance) * Kaiser(distance / half, beta);
            }
            // A phase that weighed a little more than its neighbours would add a whistle to a constant.
            var sum = row.Sum();
            for (var tap = 0; tap < taps; tap++)
                weights[r * taps + tap] = (float)(row[tap] / sum);
        }
        return new ResamplerKernel(rows, before, taps, weights);
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Kaiser(double x, double beta) => Math.Abs(x) > 1 ? 0 : Bessel(beta * Math.Sqrt(1 - x * x)) / Bessel(beta);

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
