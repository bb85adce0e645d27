namespace Gateway.Simulator.Audio;

/// <summary>Reads a recording of any kind as a telephone would carry it: 16-bit samples at 8 kHz, channel by channel. For one task at a time.</summary>
internal sealed class RecordingReader
{
    private const int PieceSamples = 8192;

    private readonly WavReader _wav;
    private readonly (int Channel, Resampler Resampler)[] _lines;
    private readonly float[] _turns;
    private readonly float[] _line;
    private bool _ended;

    /// <summary>Begins where the file is being read, which remains the caller's to dispose.</summary>
    /// <param name="wav">The file.</param>
    /// <param name="channels">Which of its channels to read, counted from 0, in the order in which they are wanted.</param>
    public RecordingReader(WavReader wav, params IReadOnlyList<int> channels)
    {
        _wav = wav;
        _lines = [.. channels.Select(channel => (channel, new Resampler(wav.Format.RateHz)))];
        _line = new float[Math.Max(1, PieceSamples / wav.Format.Channels)];
        _turns = new float[_line.Length * wav.Format.Channels];
        Length = wav.Blocks is { } blocks ? TimeSpan.FromSeconds((double)blocks / wav.Format.RateHz) : null;
    }

    /// <summary>How long all of it lasts; null if only reading will tell.</summary>
    public TimeSpan? Length { get; }

    /// <summary>Reads on, the same length of every channel.</summary>
    /// <param name="channels">A buffer for each, all of the same size.</param>
    /// <returns>Samples written to each; fewer than asked for only at the end.</returns>
    public int Read(IReadOnlyList<Memory<short>> channels)
    {
        var filled = 0;
        while (true)
        {
            var got = 0;
            for (var i = 0; i < _lines.Length; i++)
                got = _lines[i].Resampler.Read(channels[i].Span[filled..]);
            filled += got;
            if (_ended || filled == channels[0].Length)
                return filled;
            _ended = !PushNext();
        }
    }

    private bool PushNext()
    {
        var blocks = _wav.Read(_turns);
        foreach (var (channel, resampler) in _lines)
        {
            for (var i = 0; i < blocks; i++)
                _line[i] = _turns[i * _wav.Format.Channels + channel];
            if (blocks > 0)
                resampler.Push(_line.AsSpan(0, blocks));
            else
                resampler.Finish();
        }
        return blocks > 0;
    }
}
