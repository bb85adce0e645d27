using System.Numerics;
using System.Runtime.InteropServices;

namespace Gateway.Simulator.Audio;

/// <summary>
/// Converts one channel from any rate to telephone audio, piece by piece: 8 kHz, 16 bits, nothing above 4 kHz. Sample 0 of the output is
/// heard at the same moment as sample 0 of the input. How the input is cut into pieces does not change the output. For one task at a time.
/// </summary>
internal sealed class Resampler
{
    /// <summary>The rate of the output (api.md 7.5).</summary>
    public const int RateHz = 8000;

    /// <summary>The lowest rate of an input.</summary>
    public const int LowestRateHz = 4000;

    /// <summary>The highest rate of an input.</summary>
    public const int HighestRateHz = 192_000;

    private readonly ResamplerKernel _kernel;

    // An output sample advances the input by _step / _phases samples, a fraction in lowest terms.
    private readonly int _step;
    private readonly int _phases;

    // The window of input that output can still need; _window[_begin] is what the next output sample's first weight belongs to.
    private float[] _window;
    private int _begin;
    private int _end;
    private int _phase;
    private long _owed;
    private bool _finished;

    /// <summary>Begins a conversion.</summary>
    /// <param name="rateHz">The rate of the input, from <see cref="LowestRateHz"/> to <see cref="HighestRateHz"/>.</param>
    public Resampler(int rateHz)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rateHz, LowestRateHz);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rateHz, HighestRateHz);
        var common = (int)BigInteger.GreatestCommonDivisor(rateHz, RateHz);
        _step = rateHz / common;
        _phases = RateHz / common;
        _kernel = rateHz == RateHz ? ResamplerKernel.Identity() : ResamplerKernel.Design(rateHz, RateHz, _phases);
        _window = new float[4 * _kernel.Taps];
        // Before the beginning there was silence.
        _end = _kernel.Before;
    }

    /// <summary>Takes the next samples; 1 is full scale.</summary>
    public void Push(ReadOnlySpan<float> samples)
    {
        _owed += (long)samples.Length * _phases;
        Append(samples);
    }

    /// <summary>Says that no more will come, so that what the filter still waits with comes out.</summary>
    public void Finish()
    {
        if (_finished)
            return;
        _finished = true;
        Append(new float[_kernel.Taps]);
    }

    /// <summary>Gives what is ready. What is beyond full scale is clipped.</summary>
    /// <returns>How many samples that was; fewer than asked for if input is missing. In all, the length of the input, rounded up.</returns>
    public int Read(Span<short> samples)
    {
        var count = 0;
        // After the end only as much may come as the input was long: _owed counts it in fractions of input samples.
        while (count < samples.Length && _begin + _kernel.Taps <= _end && _owed > 0)
        {
            samples[count++] = (short)Math.Clamp(MathF.Round(Next() * 32768), short.MinValue, short.MaxValue);
            _owed -= _step;
            _phase += _step;
            _begin += _phase / _phases;
            _phase %= _phases;
        }
        return count;
    }

    private float Next()
    {
        var input = _window.AsSpan(_begin, _kernel.Taps);
        var (row, between) = Math.DivRem((long)_phase * _kernel.Rows, _phases);
        var sample = Sum(input, _kernel.Row((int)row));
        if (between == 0)
            return sample;
        var share = (float)between / _phases;
        return sample + share * (Sum(input, _kernel.Row((int)row + 1)) - sample);
    }

    /// <summary>The sum of the products, in an order that depends on nothing but the length.</summary>
    private static float Sum(ReadOnlySpan<float> samples, ReadOnlySpan<float> weights)
    {
        var first = MemoryMarshal.Cast<float, Vector<float>>(samples);
        var second = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < first.Length; i++)
            sums += first[i] * second[i];
        var sum = Vector.Sum(sums);
        for (var i = first.Length * Vector<float>.Count; i < samples.Length; i++)
            sum += samples[i] * weights[i];
        return sum;
    }

    private void Append(ReadOnlySpan<float> samples)
    {
        if (_end + samples.Length > _window.Length)
        {
            // The next output sample may lie beyond all that has come.
            var passed = Math.Min(_begin, _end);
            if (_end - passed + samples.Length > _window.Length)
                Array.Resize(ref _window, 2 * (_end - passed + samples.Length));
            Array.Copy(_window, passed, _window, 0, _end - passed);
            _begin -= passed;
            _end -= passed;
        }
        samples.CopyTo(_window.AsSpan(_end));
        _end += samples.Length;
    }
}
