namespace Gateway.Media.Recognition.Whisper;

/// <summary>A piece of text as Whisper gives it. Holds what was said: never log it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Start">Where it begins, from the first sample.</param>
/// <param name="End">Where it ends; may lie behind the audio.</param>
/// <param name="NoSpeechProbability">How probable it is that nobody speaks, 0 to 1.</param>
/// <param name="Tokens">Its tokens in order, those that are no text among them.</param>
public sealed record WhisperSegment(string Text, TimeSpan Start, TimeSpan End, double NoSpeechProbability, IReadOnlyList<WhisperToken> Tokens)
{
    /// <summary>The number of tokens only.</summary>
    public override string ToString() => $"WhisperSegment {{ {Tokens.Count} tokens }}";
}

/// <summary>A part of a word.</summary>
/// <param name="Text">With a blank in front when a word begins with it; in square brackets with underscores when it is no text.</param>
/// <param name="Start">Where it begins, from the first sample.</param>
/// <param name="End">Where it ends, from the first sample.</param>
/// <param name="LogProbability">The natural logarithm of its probability, at most 0.</param>
public readonly record struct WhisperToken(string Text, TimeSpan Start, TimeSpan End, double LogProbability)
{
    /// <summary>The times only.</summary>
    public override string ToString() => $"WhisperToken {{ {Start} - {End} }}";
}
