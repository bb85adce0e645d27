using Gateway.Simulator.Audio;

namespace Gateway.Benchmarks.Speech;

/// <summary>Recordings as a telephone would carry them.</summary>
internal static class Recording
{
    /// <summary>The first channel of a WAV file of any rate, as 16-bit samples at 8 kHz.</summary>
    /// <exception cref="FormatException">It is not a WAV file.</exception>
    public static short[] Read(string path)
    {
        using var wav = WavReader.Open(path);
        var reader = new RecordingReader(wav, 0);
        var samples = new List<short>();
        var piece = new short[Resampler.RateHz];
        while (reader.Read([piece]) is > 0 and var read)
            samples.AddRange(piece.AsSpan(0, read));
        return [.. samples];
    }
}
