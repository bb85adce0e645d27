namespace Gateway.Media.Text.Redaction;

/// <summary>Entities that are told by single words: e-mail addresses and swear words.</summary>
internal static class WordRules
{
    private const string AddressMarks = "._%+-";

    public static void MaskAddresses(Draft draft)
    {
        var text = draft.Text;
        var from = 0;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var (start, end) = (at, at + 1);
            while (start > from && IsOfAddress(text[start - 1]))
                start--;
            while (end < text.Length && IsOfAddress(text[end]))
                end++;
            // What ends the sentence is no part of the address.
            while (end > at + 1 && !char.IsLetterOrDigit(text[end - 1]))
                end--;
            from = end;
            if (start < at && end > at + 1)
                draft.MaskCharacters(start, end - start, Entity.Email.RuleName());
        }
    }

    public static void MaskProfanity(Draft draft)
    {
        foreach (var token in draft.Tokens)
        {
            if (token.Has(WordTraits.Profane))
                draft.MaskCharacters(token.Start, token.Length, Entity.Profanity.RuleName());
        }
    }

    private static bool IsOfAddress(char character) => char.IsLetterOrDigit(character) || AddressMarks.Contains(character, StringComparison.Ordinal);
}
