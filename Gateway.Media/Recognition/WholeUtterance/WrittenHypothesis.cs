using Gateway.Media.Text.Formatting;

namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>The words of an engine that writes, as the formatter is to find them.</summary>
internal static class WrittenHypothesis
{
    /// <summary>
    /// A mark at the end tells that the text is written (docs/text.md); engines often leave it out behind a few words. Bare words, from an engine that does not write after all, get
    /// none: they are formatted like those of any other.
    /// </summary>
    public static Hypothesis Of(IReadOnlyList<PlacedWord> words)
    {
        var heard = new List<HypothesisWord>(words.Count);
        foreach (var word in words)
            heard.Add(new HypothesisWord(word.Text, word.Start, word.End));
        if (heard.Count > 0 && !WrittenText.Is(heard) && heard.Any(static word => !WrittenText.IsPlain(word.Text) && !WrittenText.IsDictionaryForm(word.Text)))
            heard[^1] = heard[^1] with { Text = heard[^1].Text + "." };
        return new Hypothesis(heard);
    }
}
