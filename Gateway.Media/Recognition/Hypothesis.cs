namespace Gateway.Media.Recognition;

/// <summary>What a recogniser understood of one utterance. Holds what was said: never log it.</summary>
/// <param name="Words">The words in order, as the engine spells them, without fillers such as silence or noise marks. Empty when nothing
/// was understood.</param>
public sealed record Hypothesis(IReadOnlyList<HypothesisWord> Words)
{
    /// <summary>Nothing was understood.</summary>
    public static Hypothesis Empty { get; } = new([]);

    /// <summary>The number of words only.</summary>
    public override string ToString() => $"Hypothesis {{ {Words.Count} words }}";
}

/// <summary>One recognised word.</summary>
/// <param name="Text">The word as the engine spells it.</param>
/// <param name="Start">Where it begins, from the first sample pushed.</param>
/// <param name="End">Where it ends, from the first sample pushed.</param>
public readonly record struct HypothesisWord(string Text, TimeSpan Start, TimeSpan End)
{
    /// <summary>The times only.</summary>
    public override string ToString() => $"HypothesisWord {{ {Start} - {End} }}";
}
