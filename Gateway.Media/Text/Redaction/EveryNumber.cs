namespace Gateway.Media.Text.Redaction;

/// <summary>
/// Redaction that knows nothing: every digit and every number word is masked. It is what remains when a rule has failed.
/// </summary>
internal static class EveryNumber
{
    public static RedactedText Mask(string text) => Mask(new Draft(text));

    /// <summary>Phrases are masked as well, because a number may have been said for them.</summary>
    public static RedactedText Mask(PhrasedText utterance)
    {
        var draft = new Draft(utterance.Written);
        utterance.MaskPhrases(draft);
        return Mask(draft);
    }

    private static RedactedText Mask(Draft draft)
    {
        var tokens = draft.Tokens;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].IsNumber)
                draft.MaskNumbers(i, i, Masking.Failure);
        }

        SoundAlikes.Mask(draft, 0, tokens.Length - 1, Masking.Failure);
        return draft.Write() with { Failed = true };
    }
}
