using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition;

/// <summary>What a recogniser understood of one utterance. Holds what was said: never log it.</summary>
/// <param name="Words">The words in order, as the engine spells them, without fillers such as silence or noise marks. Empty when nothing
/// was understood.</param>
public sealed record Hypothesis(IReadOnlyList<HypothesisWord> Words)
{
    /// <summary>Nothing was understood.</summary>
    public static Hypothesis Empty { get; } = new([]);

    /// <summary>The vocabulary that was in force when the utterance began. Engines need not set it.</summary>
    public Vocabulary Vocabulary { get; init; } = Vocabulary.Empty;

    /// <summary>The number of words only.</summary>
    public override string ToString() => $"Hypothesis {{ {Words.Count} words }}";
}

/// <summary>One recognised word.</summary>
/// <param name="Text">The word as the engine spells it.</param>
/// <param name="Start">Where it begins, from the first sample pushed.</param>
/// <param name="End">Where it ends, from the first sample pushed.</param>
/// <param name="IsWritten">Whether this is the spelling wanted in the transcript: a phrase of the vocabulary, which may contain blanks. Nothing changes it any more
/// but redaction.</param>
public readonly record struct HypothesisWord(string Text, TimeSpan Start, TimeSpan End, bool IsWritten = false)
{
    /// <summary>The words that were said for a phrase, in order: masking judges these as well as the phrase. Null for other words. For a phrase, null says that they are not known;
    /// then every number and every phrase of the utterance is masked.</summary>
    public IReadOnlyList<string>? Spoken { get; init; }

    /// <summary>The times only.</summary>
    public override string ToString() => $"HypothesisWord {{ {Start} - {End} }}";
}
