using System.Buffers;
using System.Buffers.Text;
using Gateway.Media.Audio;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;

namespace Gateway.Media.Calls;

/// <summary>
/// One participant's audio from an open gate to the recogniser: base64, mu-law, endpointing, lane. Exists from a start to its stop, so that
/// no sample from outside can be left in it. Steady state allocates nothing. Guarded by the lock of its <see cref="TranscriptionSpan"/>.
/// </summary>
internal sealed class TrackPipeline
{
    private const int FrameSamples = SpeechDetector.FrameSamples;

    private readonly Endpointer _endpointer;
    private readonly TimeSpan _silence;
    private readonly short[] _frame = new short[FrameSamples];
    private byte[] _encoded = new byte[160];
    private short[] _samples = new short[160];
    private int _frameFill;
    private TimeSpan? _next;

    public TrackPipeline(EndpointingOptions options, RecognitionLane lane)
    {
        _endpointer = new Endpointer(options);
        _silence = options.Silence;
        Lane = lane;
    }

    public RecognitionLane Lane { get; }

    /// <summary>Mu-law bytes decoded so far; invented silence is not counted.</summary>
    public long MuLawBytes { get; private set; }

    /// <summary>Timestamp of the clock at which the last frame came; 0 before the first.</summary>
    public long LastFrameAt { get; private set; }

    /// <summary>Takes one frame.</summary>
    /// <param name="payload">Base64 of mu-law bytes.</param>
    /// <param name="position">Position of its first sample; a distance from the last frame's end is lost audio.</param>
    /// <param name="now">Timestamp of the clock.</param>
    /// <returns>False when the payload is no base64: its time then passes as silence.</returns>
    public bool Accept(ReadOnlySpan<byte> payload, TimeSpan position, long now)
    {
        LastFrameAt = now;
        if (_encoded.Length < payload.Length)
            _encoded = new byte[payload.Length];
        if (Base64.DecodeFromUtf8(payload, _encoded, out _, out var length) != OperationStatus.Done)
            return false;

        BridgeGap(position);
        if (_samples.Length < length)
            _samples = new short[length];
        MuLaw.Decode(_encoded.AsSpan(0, length), _samples);
        MuLawBytes += length;
        Advance(_samples.AsSpan(0, length));
        return true;
    }

    /// <summary>No more audio: ends the utterance under way.</summary>
    public void Flush()
    {
        if (_frameFill > 0)
            Advance(stackalloc short[FrameSamples - _frameFill]);
        for (var edge = _endpointer.Flush(); edge != SpeechEdge.None; edge = _endpointer.Flush())
            Follow(edge);
    }

    /// <summary>
    /// Lost audio advances the clock. Short losses are filled with silence, so that an utterance stays one piece and its words keep their
    /// times; a loss as long as the hang-over has ended the utterance anyway.
    /// </summary>
    private void BridgeGap(TimeSpan position)
    {
        if (_next is { } next && position > next)
        {
            if (position - next >= _silence)
            {
                Flush();
            }
            else
            {
                Span<short> silence = stackalloc short[FrameSamples];
                for (var missing = Telephony.Samples(position - next); missing > 0; missing -= FrameSamples)
                    Advance(silence[..Math.Min(missing, FrameSamples)]);
            }
        }

        _next = position;
    }

    private void Advance(ReadOnlySpan<short> samples)
    {
        while (samples.Length > 0)
        {
            var taken = Math.Min(samples.Length, FrameSamples - _frameFill);
            samples[..taken].CopyTo(_frame.AsSpan(_frameFill));
            samples = samples[taken..];
            _frameFill += taken;
            _next += Telephony.Duration(taken);
            if (_frameFill < FrameSamples)
                return;
            _frameFill = 0;
            Follow(_endpointer.Advance(_frame, _next!.Value - Telephony.Duration(FrameSamples)));
        }
    }

    private void Follow(SpeechEdge edge)
    {
        switch (edge)
        {
            case SpeechEdge.Began:
                Lane.Begin(_endpointer.AudioStart);
                Lane.Append(_endpointer.Audio);
                break;
            case SpeechEdge.Continued:
                Lane.Append(_endpointer.Audio);
                break;
            case SpeechEdge.Ended:
                Lane.Append(_endpointer.Audio);
                Lane.End(_endpointer.SpeechStart, _endpointer.SpeechEnd);
                break;
            case SpeechEdge.Abandoned:
                Lane.Abandon();
                break;
            default:
                break;
        }
    }
}
