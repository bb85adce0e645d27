namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>
/// Doubles the sampling rate of telephone audio for a model that was trained on wide-band speech. Proper interpolation would leave the
/// upper half of the spectrum empty, which the model has never heard. Zeros between the samples mirror the lower half upwards instead; a
/// filter of three taps then lets the mirror image fall from full at 4 kHz to half at 8 kHz, as a voice would.
/// </summary>
internal struct SpectralFolding
{
    /// <summary>Between two samples stands this much of their sum: gain 4/3 at 0 Hz, 1 at 4 kHz, 2/3 at 8 kHz.</summary>
    private const float Neighbour = 1f / 6;

    private short _last;

    /// <summary>Writes two samples for each of <paramref name="input"/>; continues where the last call ended.</summary>
    public void Apply(ReadOnlySpan<short> input, Span<short> output)
    {
        var last = _last;
        for (var i = 0; i < input.Length; i++)
        {
            var sample = input[i];
            output[2 * i] = (short)((last + sample) * Neighbour);
            output[2 * i + 1] = sample;
            last = sample;
        }

        _last = last;
    }
}
