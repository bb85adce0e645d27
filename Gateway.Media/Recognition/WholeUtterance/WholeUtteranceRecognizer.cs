using Gateway.Media.Audio;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>
/// An engine that hears an utterance as a whole, when it is over. What is here for all of them: the audio until then, beginning at a pause, the times of words, and the guard against
/// invented text. Nothing is carried from one utterance to the next.
/// </summary>
public abstract class WholeUtteranceRecognizer : IRecognizer
{
    private readonly InventedText _invented;

    /// <param name="invented">When text is not believed.</param>
    /// <param name="metrics">Where it is counted.</param>
    protected WholeUtteranceRecognizer(InventedTextOptions invented, MediaMetrics metrics) => _invented = new InventedText(invented, metrics);

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyCollection<string> Languages { get; }

    /// <summary>Whether a pause is used to recognise what was said so far. It is thrown away when the speaker goes on.</summary>
    protected internal virtual bool Anticipates => true;

    /// <inheritdoc/>
    public abstract Task WarmUpAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IRecognition> BeginAsync(Speaker speaker)
    {
        ThrowIfUnavailable();
        return new ValueTask<IRecognition>(new WholeRecognition(this, speaker));
    }

    /// <summary>Recognises one utterance. Called by many threads at the same time; it may compute on the calling one.</summary>
    /// <param name="samples">16-bit linear, 8 000 Hz, at least 100 ms. Valid until the task has completed.</param>
    /// <param name="speaker">Whose utterance it is.</param>
    /// <param name="vocabulary">The phrases to expect.</param>
    /// <param name="cancellationToken">Nobody waits for it any more: to be obeyed soon.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    protected internal abstract ValueTask<UtteranceText> RecognizeAsync(
        ReadOnlyMemory<short> samples, Speaker speaker, Vocabulary vocabulary, CancellationToken cancellationToken);

    /// <summary>Called before each utterance.</summary>
    /// <exception cref="RecognizerUnavailableException">The engine is known to be out of order just now.</exception>
    protected virtual void ThrowIfUnavailable()
    {
    }

    /// <summary>What is believed of a text, as words with times.</summary>
    internal Hypothesis Understand(UtteranceText text, int samples)
    {
        var duration = Telephony.Duration(samples);
        return WrittenHypothesis.Of(_invented.Without(WordPlacement.Place(text, duration), text.Segments, duration));
    }
}
