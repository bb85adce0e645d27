namespace Gateway.Media.Recognition;

/// <summary>
/// The door to a speech engine. Streaming-shaped: an utterance is begun, fed while the person speaks, and finished. Safe for concurrent
/// use.
/// </summary>
public interface IRecognizer
{
    /// <summary>What the configuration calls it: lower case, short, such as <c>pocketsphinx</c>. Stands in logs, metrics and transcripts.</summary>
    string Name { get; }

    /// <summary>Languages that this engine understands, as IETF tags; compared without regard to case.</summary>
    IReadOnlyCollection<string> Languages { get; }

    /// <summary>
    /// How much of the silence after the last speech it wants to hear, at least <see cref="Endpointing.Endpointer.ClosingSilence"/>; as much of it as there is before the utterance ends.
    /// </summary>
    TimeSpan ClosingSilence => Endpointing.Endpointer.ClosingSilence;

    /// <summary>
    /// Loads what recognition needs and proves that it works. Nothing is recognised, and the gateway is not ready, before it has completed.
    /// </summary>
    /// <exception cref="RecognizerUnavailableException">Something is missing; the message says what to install or configure.</exception>
    Task WarmUpAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins an utterance. Completes at once while there is capacity, otherwise when an earlier utterance gives its place back: first
    /// come, first served, but for a few whose vocabulary is at hand. The vocabulary counts as it is now, whatever is added to it during the utterance.
    /// </summary>
    /// <param name="speaker">Whose utterance it is. One speaker has at most one utterance under way.</param>
    /// <exception cref="RecognizerUnavailableException">It is known to be out of order just now: another engine had better be asked at once.</exception>
    ValueTask<IRecognition> BeginAsync(Speaker speaker);
}

/// <summary>
/// One utterance being recognised. Used by one thread at a time. Disposing it before <see cref="FinishAsync"/> abandons the utterance;
/// it must be disposed in any case, because it holds a place in the engine.
/// </summary>
public interface IRecognition : IDisposable
{
    /// <summary>Takes the next samples: 16-bit linear, 8 000 Hz. May compute for about a tenth of their duration.</summary>
    void Push(ReadOnlySpan<short> samples);

    /// <summary>
    /// The speaker pauses: everything up to the pause has been pushed, and it may be all. An engine that hears an utterance as a whole may begin to recognise it now; a later
    /// <see cref="Push"/> makes that void, and <see cref="FinishAsync"/> must say the same as if this had not been called. Completes when the calling thread has nothing more to
    /// compute for it. Called only while nobody else needs the thread. Never throws but for the cancellation.
    /// </summary>
    /// <param name="cancellationToken">The speaker goes on, or the thread is needed.</param>
    ValueTask AnticipateAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Says what was understood. Nothing may be pushed afterwards.</summary>
    ValueTask<Hypothesis> FinishAsync(CancellationToken cancellationToken);
}
