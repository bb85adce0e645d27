namespace Gateway.Core;

/// <summary>One recognised word with its place in time.</summary>
/// <param name="Text">The word in the form in which it stands in the transcript, punctuation excluded.</param>
/// <param name="Start">When it begins, from the moment the start request took effect.</param>
/// <param name="End">When it ends, same origin; may lie before the next word's start.</param>
/// <param name="PunctuationAfter">The punctuation that follows it, or null.</param>
public sealed record Word(string Text, TimeSpan Start, TimeSpan End, string? PunctuationAfter = null)
{
    /// <summary>The times only: what was said does not belong in a log.</summary>
    public override string ToString() => $"Word {{ {Start} - {End} }}";
}
