namespace Gateway.Media.Endpointing;

/// <summary>
/// Recognises signalling tones (keys, ringing, busy): nearly all power of the last 32 ms lies around at most two frequencies. A voice, even
/// a steady vowel, spreads over a dozen harmonics. Computes a spectrum only when asked. Not safe for concurrent use.
/// </summary>
internal sealed class ToneDetector
{
    private const int Size = 256;
    private const int Bins = Size / 2;

    /// <summary>Half the width of a line after the window function, in bins of 31 Hz.</summary>
    private const int LineHalfWidth = 3;

    /// <summary>
    /// The share of the power outside both lines up to which the sound is a tone; mu-law noise alone leaves less than 0.001.
    /// </summary>
    private const float ToneResidue = 0.012f;

    private static readonly float[] Window = BuildWindow();
    private static readonly (float Cos, float Sin)[] Twiddles = BuildTwiddles();

    private readonly float[] _recent = new float[Size];
    private readonly float[] _real = new float[Size];
    private readonly float[] _imaginary = new float[Size];
    private readonly float[] _power = new float[Bins];

    /// <summary>Takes the newest samples; only the last 256 count.</summary>
    public void Add(ReadOnlySpan<short> samples)
    {
        _recent.AsSpan(samples.Length).CopyTo(_recent);
        var tail = _recent.AsSpan(Size - samples.Length);
        for (var i = 0; i < samples.Length; i++)
            tail[i] = samples[i];
    }

    /// <summary>Whether the last 32 ms are one or two sine waves and hardly anything else.</summary>
    public bool IsTone()
    {
        Transform();
        var total = 0f;
        // Below 62 Hz there is mains hum and offset, above 3 900 Hz nothing a telephone line carries.
        for (var bin = 2; bin < Bins - 3; bin++)
        {
            _power[bin] = _real[bin] * _real[bin] + _imaginary[bin] * _imaginary[bin];
            total += _power[bin];
        }

        return total > 0 && total - TakeStrongestLine() - TakeStrongestLine() < ToneResidue * total;
    }

    private float TakeStrongestLine()
    {
        var strongest = 2;
        for (var bin = 3; bin < Bins - 3; bin++)
        {
            if (_power[bin] > _power[strongest])
                strongest = bin;
        }

        var sum = 0f;
        for (var bin = Math.Max(2, strongest - LineHalfWidth); bin <= Math.Min(Bins - 4, strongest + LineHalfWidth); bin++)
        {
            sum += _power[bin];
            _power[bin] = 0;
        }

        return sum;
    }

    /// <summary>Radix-2 decimation in time.</summary>
    private void Transform()
    {
        for (var i = 0; i < Size; i++)
        {
            // Eight index bits, reversed.
            var reversed = (int)((((ulong)i * 0x0202020202UL) & 0x010884422010UL) % 1023UL);
            _real[reversed] = _recent[i] * Window[i];
            _imaginary[reversed] = 0;
        }

        for (var half = 1; half < Size; half *= 2)
        {
            var stride = Size / 2 / half;
            for (var start = 0; start < Size; start += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    var (cos, sin) = Twiddles[k * stride];
                    var (a, b) = (start + k, start + k + half);
                    var real = _real[b] * cos + _imaginary[b] * sin;
                    var imaginary = _imaginary[b] * cos - _real[b] * sin;
                    (_real[b], _imaginary[b]) = (_real[a] - real, _imaginary[a] - imaginary);
                    (_real[a], _imaginary[a]) = (_real[a] + real, _imaginary[a] + imaginary);
                }
            }
        }
    }

    private static float[] BuildWindow()
    {
        var window = new float[Size];
        for (var i = 0; i < Size; i++)
            window[i] = 0.5f - 0.5f * MathF.Cos(2 * MathF.PI * (i + 0.5f) / Size);
        return window;
    }

    private static (float, float)[] BuildTwiddles()
    {
        var twiddles = new (float, float)[Size / 2];
        for (var i = 0; i < twiddles.Length; i++)
            twiddles[i] = (MathF.Cos(2 * MathF.PI * i / Size), MathF.Sin(2 * MathF.PI * i / Size));
        return twiddles;
    }
}
