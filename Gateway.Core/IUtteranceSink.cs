namespace Gateway.Core;

/// <summary>The one door out of speech recognition: whoever wants finished utterances stands behind it.</summary>
public interface IUtteranceSink
{
    /// <summary>
    /// Takes one utterance. Called in the order of transcription within a participant, concurrently for different participants.
    /// A sink that fails must account for the loss itself and must not throw: the sinks after it still get the utterance.
    /// </summary>
    /// <param name="utterance">What was said.</param>
    /// <param name="cancellationToken">Cancelled when the process gives up waiting at shutdown.</param>
    ValueTask AcceptAsync(Utterance utterance, CancellationToken cancellationToken);
}
