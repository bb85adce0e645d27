using Gateway.Media.Audio;

namespace Gateway.Media.Recognition;

/// <summary>How far a segment has got.</summary>
internal enum SegmentState
{
    /// <summary>The person still speaks.</summary>
    Open,

    /// <summary>All audio is there.</summary>
    Complete,

    /// <summary>It was no speech: not to be recognised.</summary>
    Abandoned,

    /// <summary>Recognised, failed or shed; its audio is gone. More audio of a person still speaking is ignored.</summary>
    Discarded,
}

/// <summary>The audio of one utterance on its way to the recogniser. Guarded by the lock of its <see cref="RecognitionLane"/>.</summary>
/// <param name="audioStart">Position of the first sample.</param>
internal sealed class SpeechSegment(TimeSpan audioStart) : IDisposable
{
    /// <summary>Samples that the recogniser has not taken yet.</summary>
    public SampleQueue Samples { get; } = new();

    /// <summary>Position of the first sample: the origin of the recogniser's word times.</summary>
    public TimeSpan AudioStart { get; } = audioStart;

    /// <summary>Position after the last sample so far.</summary>
    public TimeSpan AudioEnd { get; private set; } = audioStart;

    /// <summary>Position of the first speech; valid when complete.</summary>
    public TimeSpan SpeechStart { get; set; }

    /// <summary>Position of the end of the last speech; valid when complete.</summary>
    public TimeSpan SpeechEnd { get; set; }

    public SegmentState State { get; set; }

    public void Enqueue(ReadOnlySpan<short> samples)
    {
        Samples.Enqueue(samples);
        AudioEnd += Telephony.Duration(samples.Length);
    }

    public void Dispose() => Samples.Dispose();
}
