using Gateway.Core;
using Gateway.Media.Text;

namespace Gateway.Media.Conversations;

/// <summary>
/// What one participant says from a start to its end, on its way from samples to utterances. Both ingresses, Twilio's and the direct one, have one for each
/// participant. Not safe for concurrent use but for <see cref="DrainAsync"/> and <see cref="WhenRoomAsync"/>: whoever has it holds a lock.
/// </summary>
internal sealed class Transcription(AudioPipeline pipeline, UtteranceWriter writer)
{
    public Participant Participant => writer.Participant;

    public StreamId Stream => writer.Stream;

    /// <inheritdoc cref="Recognition.RecognitionLane.IsRecording"/>
    public bool IsRecording
    {
        get => pipeline.Lane.IsRecording;
        set => pipeline.Lane.IsRecording = value;
    }

    /// <inheritdoc cref="AudioPipeline.Accept"/>
    public void Accept(ReadOnlySpan<short> samples, TimeSpan position, long now) => pipeline.Accept(samples, position, now);

    /// <summary>
    /// Ends the utterance under way when nothing has come for <paramref name="limit"/>: without audio there is no silence to end it, and it would keep its
    /// place in the recogniser.
    /// </summary>
    public void FlushStalled(TimeProvider time, TimeSpan limit)
    {
        if (pipeline.LastAudioAt > 0 && time.GetElapsedTime(pipeline.LastAudioAt) >= limit)
            pipeline.Flush();
    }

    /// <summary>No more audio: ends the utterance under way.</summary>
    public void Flush() => pipeline.Flush();

    /// <summary>Completes when everything that was received has been recognised and handed to the sinks.</summary>
    public Task DrainAsync() => pipeline.Lane.WhenIdleAsync();

    /// <summary>Completes when recognition is not far behind: for an ingress that can let its peer wait.</summary>
    public Task WhenRoomAsync() => pipeline.Lane.WhenRoomAsync();

    public ParticipantReport Report() => new(writer.Stream, sizeof(short) * pipeline.Samples, writer.Written);
}
