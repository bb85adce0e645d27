using Gateway.Media.Audio;
using Gateway.Media.Endpointing;

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

/// <summary>
/// The audio of one utterance on its way to the recogniser, kept until the utterance is done, because another engine may have to hear it. Guarded by the lock of its
/// <see cref="RecognitionLane"/>.
/// </summary>
/// <param name="audioStart">Position of the first sample.</param>
internal sealed class SpeechSegment(TimeSpan audioStart) : IDisposable
{
    private static readonly short[] Silence = new short[Telephony.Samples(Endpointer.ClosingSilence)];

    private readonly SampleQueue _samples = new();
    private TimeSpan _audioEnd = audioStart;

    /// <summary>Position of the first sample: the origin of the recogniser's word times.</summary>
    public TimeSpan AudioStart { get; } = audioStart;

    /// <summary>Position of the first speech; valid when complete.</summary>
    public TimeSpan SpeechStart { get; private set; }

    /// <summary>Position of the end of the last speech so far.</summary>
    public TimeSpan SpeechEnd { get; private set; } = audioStart;

    public SegmentState State { get; set; }

    /// <summary>The speaker is silent, and no turn has been taken on that since.</summary>
    public bool HasPaused { get; set; }

    /// <summary>Timestamp of the clock at which the last speech so far was received.</summary>
    public long HeardAt { get; private set; }

    /// <summary>Timestamp of the clock at which it was found to be over.</summary>
    public long EndedAt { get; private set; }

    /// <summary>Timestamp of the clock at which a worker took it up after its end; 0 before.</summary>
    public long FinishingAt { get; set; }

    /// <summary>Its place among those that are waited for; null while nobody does.</summary>
    public LinkedListNode<long>? Awaited { get; set; }

    /// <summary>Samples that are held here and have not been taken.</summary>
    public int Waiting => _samples.Count;

    /// <summary>
    /// Samples that a recogniser may have now: not the silence at the end beyond what it wants to hear. Whether it is told early or late that the utterance is over, it has heard the same.
    /// </summary>
    /// <param name="closingSilence"><see cref="IRecognizer.ClosingSilence"/>.</param>
    public int Available(TimeSpan closingSilence) => Math.Clamp(Telephony.Samples(SpeechEnd + closingSilence - AudioStart) - _samples.Taken, 0, _samples.Count);

    /// <summary>Adds audio.</summary>
    /// <param name="samples">The next ones.</param>
    /// <param name="speechEnd">Position up to which speech has been heard.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Whether there was speech in it.</returns>
    public bool Enqueue(ReadOnlySpan<short> samples, TimeSpan speechEnd, TimeProvider time)
    {
        _samples.Enqueue(samples);
        _audioEnd += Telephony.Duration(samples.Length);
        if (speechEnd <= SpeechEnd)
            return false;
        SpeechEnd = speechEnd;
        HeardAt = time.GetTimestamp();
        HasPaused = false;
        return true;
    }

    /// <summary>
    /// All audio is there. A recogniser wants to hear the last word end: cut off in mid-word, it may give up the whole utterance. What the utterance lacks of the closing
    /// silence is made up for.
    /// </summary>
    public void Complete(TimeSpan speechStart, TimeSpan speechEnd, TimeProvider time)
    {
        SpeechStart = speechStart;
        SpeechEnd = speechEnd;
        var lacking = Endpointer.ClosingSilence - (_audioEnd - speechEnd);
        if (lacking > TimeSpan.Zero)
            _samples.Enqueue(Silence.AsSpan(0, Math.Min(Silence.Length, Telephony.Samples(lacking))));
        EndedAt = time.GetTimestamp();
        State = SegmentState.Complete;
    }

    /// <summary>Moves the oldest available samples to <paramref name="destination"/>; returns how many.</summary>
    public int Take(Span<short> destination, TimeSpan closingSilence) => _samples.Dequeue(destination[..Math.Min(destination.Length, Available(closingSilence))]);

    /// <summary>All audio can be taken again.</summary>
    public void Rewind() => _samples.Rewind();

    public void Dispose() => _samples.Dispose();
}
