namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>What an engine wrote for one utterance. Holds what was said: never log it.</summary>
/// <param name="Segments">The text in order, in as many pieces as the engine judges apart; empty when nothing was understood.</param>
public sealed record UtteranceText(IReadOnlyList<TextSegment> Segments)
{
    /// <summary>Nothing was understood.</summary>
    public static UtteranceText Nothing { get; } = new([]);

    /// <summary>
    /// The words of all segments with their times, in order. Their spelling may differ from that of the segments in case and punctuation: it only serves to find the times. Empty
    /// when the engine gives none; then each segment's time is shared out among its words.
    /// </summary>
    public IReadOnlyList<TimedWord> Words { get; init; } = [];

    /// <summary>The number of segments only.</summary>
    public override string ToString() => $"UtteranceText {{ {Segments.Count} segments }}";
}

/// <summary>A piece of text that an engine judges as a whole.</summary>
/// <param name="Text">As the engine wrote it.</param>
/// <param name="Start">Where it begins, from the first sample.</param>
/// <param name="End">Where it ends, from the first sample. What lies beyond the audio is taken for its end; not later than the start: not known.</param>
public sealed record TextSegment(string Text, TimeSpan Start, TimeSpan End)
{
    /// <summary>How probable it is that nobody speaks here, 0 to 1; null when the engine does not say.</summary>
    public double? NoSpeechProbability { get; init; }

    /// <summary>The mean of the natural logarithms of the tokens' probabilities, at most 0; null when the engine does not say.</summary>
    public double? MeanLogProbability { get; init; }

    /// <summary>How many times smaller the text becomes by compression: high for repetitions; null when the engine does not say.</summary>
    public double? CompressionRatio { get; init; }

    /// <summary>The times only.</summary>
    public override string ToString() => $"TextSegment {{ {Start} - {End} }}";
}

/// <summary>When a word was said.</summary>
/// <param name="Text">The word, with or without punctuation and blanks around it.</param>
/// <param name="Start">Where it begins, from the first sample.</param>
/// <param name="End">Where it ends, from the first sample.</param>
public readonly record struct TimedWord(string Text, TimeSpan Start, TimeSpan End)
{
    /// <summary>The times only.</summary>
    public override string ToString() => $"TimedWord {{ {Start} - {End} }}";
}
