using Gateway.Media.Audio;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;

namespace Gateway.Media.Conversations;

/// <summary>
/// One participant's audio from the ingress to the recogniser: endpointing, lane. Exists from a start to its stop, so that no sample from outside can be
/// left in it. Steady state allocates nothing. Not safe for concurrent use: whoever has it holds a lock.
/// </summary>
internal sealed class AudioPipeline
{
    private const int FrameSamples = SpeechDetector.FrameSamples;

    private readonly Endpointer _endpointer;
    private readonly TimeSpan _silence;
    private readonly short[] _frame = new short[FrameSamples];
    private int _frameFill;
    private TimeSpan? _next;

    public AudioPipeline(EndpointingOptions options, RecognitionLane lane)
    {
        _endpointer = new Endpointer(options);
        _silence = options.Silence;
        Lane = lane;
    }

    public RecognitionLane Lane { get; }

    /// <summary>Samples taken so far; invented silence is not counted.</summary>
    public long Samples { get; private set; }

    /// <summary>Timestamp of the clock at which the last audio came; 0 before the first.</summary>
    public long LastAudioAt { get; private set; }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">As they come, any number.</param>
    /// <param name="position">Position of the first one; a distance from the end of the last ones is lost audio.</param>
    /// <param name="now">Timestamp of the clock.</param>
    public void Accept(ReadOnlySpan<short> samples, TimeSpan position, long now)
    {
        LastAudioAt = now;
        BridgeGap(position);
        Samples += samples.Length;
        Advance(samples);
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
                Lane.Append(_endpointer.Audio, _endpointer.SpeechEnd);
                break;
            case SpeechEdge.Continued:
                Lane.Append(_endpointer.Audio, _endpointer.SpeechEnd);
                break;
            case SpeechEdge.Paused:
                Lane.Append(_endpointer.Audio, _endpointer.SpeechEnd);
                Lane.Pause();
                break;
            case SpeechEdge.Ended:
                Lane.Append(_endpointer.Audio, _endpointer.SpeechEnd);
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
