using Gateway.Core;

namespace Gateway.Simulator.Audio;

/// <summary>What is heard on the tracks of one call, cut into frames of 20 ms. Immutable: any number of calls may play it at once.</summary>
internal sealed class CallAudio
{
    /// <summary>Mu-law bytes in a frame: what Twilio sends in one media message.</summary>
    public const int FrameBytes = 160;

    /// <summary>How long a frame lasts.</summary>
    public static readonly TimeSpan FrameLength = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _inbound;
    private readonly byte[]? _outbound;

    /// <summary>Takes mu-law bytes; the shorter track and the last frame are filled up with silence.</summary>
    /// <param name="inbound">The inbound track.</param>
    /// <param name="outbound">The outbound track, or null for a stream of the inbound track only.</param>
    public CallAudio(ReadOnlySpan<byte> inbound, ReadOnlySpan<byte> outbound = default)
    {
        Frames = (Math.Max(inbound.Length, outbound.Length) + FrameBytes - 1) / FrameBytes;
        _inbound = Pad(inbound, Frames);
        _outbound = outbound.IsEmpty ? null : Pad(outbound, Frames);
    }

    /// <summary>Frames per track.</summary>
    public int Frames { get; }

    /// <summary>From the first sample to the end of the last frame.</summary>
    public TimeSpan Length => Frames * FrameLength;

    /// <summary>The tracks that are heard, inbound first.</summary>
    public IReadOnlyList<Track> Tracks => _outbound is null ? [Track.Inbound] : [Track.Inbound, Track.Outbound];

    /// <summary>Reads a recording of any rate: the left channel is inbound, the right one, if any, outbound.</summary>
    /// <exception cref="FormatException">It is not a WAV file of one or two channels.</exception>
    public static CallAudio Load(string path)
    {
        using var wav = WavReader.Open(path);
        if (wav.Format.Channels > 2)
            throw new FormatException($"{path}: {wav.Format.Channels} channels; one (inbound) or two (inbound, outbound) are wanted.");
        var tracks = Enumerable.Range(0, wav.Format.Channels).Select(static _ => new MemoryStream()).ToList();
        var recording = new RecordingReader(wav, [.. Enumerable.Range(0, tracks.Count)]);
        var samples = tracks.Select(static _ => new short[Resampler.RateHz]).ToList();
        Memory<short>[] buffers = [.. samples.Select(static buffer => buffer.AsMemory())];
        while (recording.Read(buffers) is > 0 and var read)
            for (var track = 0; track < tracks.Count; track++)
                foreach (var sample in samples[track].AsSpan(0, read))
                    tracks[track].WriteByte(MuLaw.Encode(sample));
        return new CallAudio(tracks[0].ToArray(), tracks.Count > 1 ? tracks[1].ToArray() : []);
    }

    /// <summary>Silence on both tracks.</summary>
    public static CallAudio Silence(TimeSpan length)
    {
        var silence = Pad([], (int)Math.Ceiling(length / FrameLength));
        return new CallAudio(silence, silence);
    }

    /// <summary>The bytes of one frame; silence on a track that is not heard.</summary>
    public ReadOnlyMemory<byte> Frame(Track track, int frame) =>
        track == Track.Outbound && _outbound is null
            ? SilentFrame
            : (track == Track.Inbound ? _inbound : _outbound).AsMemory(frame * FrameBytes, FrameBytes);

    private static readonly byte[] SilentFrame = Pad([], 1);

    private static byte[] Pad(ReadOnlySpan<byte> audio, int frames)
    {
        var padded = new byte[frames * FrameBytes];
        padded.AsSpan().Fill(MuLaw.Silence);
        audio.CopyTo(padded);
        return padded;
    }
}
