namespace Gateway.Media.Text.Redaction;

/// <summary>Masks passwords: what follows "the password is", and the short answer to a question for one.</summary>
internal static class PasswordRule
{
    /// <summary>Longer than this, an answer is a sentence and not a password.</summary>
    private const int LongestAnswer = 6;

    /// <summary>A password's words, after which a sentence goes on.</summary>
    private const int LongestPhrase = 8;

    /// <summary>After a label in this utterance.</summary>
    /// <returns>Whether one was found.</returns>
    public static bool ApplyToLabelled(Draft draft, Labels labels)
    {
        var found = false;
        foreach (var label in labels.All)
        {
            if (label.Topic != Topic.Password)
                continue;
            var first = AfterVerb(draft, label.Last + 1);
            if (first > 0 && first < draft.Tokens.Length && !draft.Tokens[first].Has(WordTraits.NoPassword))
                found |= MaskFrom(draft, first);
        }

        return found;
    }

    /// <summary>In the answer to a question.</summary>
    /// <returns>Whether one was found.</returns>
    public static bool ApplyToAnswer(Draft draft)
    {
        var tokens = draft.Tokens;
        var first = 0;
        while (first < tokens.Length && (tokens[first].Has(WordTraits.Filler | WordTraits.Verb) || IsWord(draft, first, "sure") || IsWord(draft, first, "my") || IsWord(draft, first, "I'd")))
            first++;
        if (first == tokens.Length || tokens.Length - first > LongestAnswer)
            return false;
        for (var i = first; i < tokens.Length; i++)
        {
            if (IsCode(draft, i))
                return MaskFrom(draft, i);
        }

        if (tokens.Length - first > 3 || draft.Text.Contains('?', StringComparison.Ordinal))
            return false;
        for (var i = first; i < tokens.Length; i++)
        {
            if (tokens[i].Has(WordTraits.NoPassword | WordTraits.Correction | WordTraits.Filler | WordTraits.Counted))
                return false;
        }

        return MaskFrom(draft, first);
    }

    /// <summary>The token after "is", "was", "to" or a colon; 0 when there is none.</summary>
    private static int AfterVerb(Draft draft, int index)
    {
        for (var i = index; i < Math.Min(index + 5, draft.Tokens.Length); i++)
        {
            var before = draft.Tokens[i - 1];
            if (i == index && draft.Text.AsSpan(before.End, draft.Tokens[i].Start - before.End).Contains(':'))
                return i;
            if (i == index && IsCode(draft, i))
                return i;
            if (IsWord(draft, i, "is") || IsWord(draft, i, "was") || IsWord(draft, i, "to") || IsWord(draft, i, "es") || IsWord(draft, i, "era") || IsWord(draft, i, "be"))
                return i + 1 < draft.Tokens.Length && draft.Tokens[i + 1].Has(WordTraits.Filler) && !IsWord(draft, i + 1, "a") && !IsWord(draft, i + 1, "the") && !IsWord(draft, i + 1, "so") ? i + 2 : i + 1;
            if (!draft.Tokens[i].Has(WordTraits.Linking) && !IsWord(draft, i, "account") && !IsWord(draft, i, "wifi"))
                return 0;
        }

        return 0;
    }

    private static bool MaskFrom(Draft draft, int first)
    {
        var tokens = draft.Tokens;
        var last = first;
        while (last + 1 < tokens.Length && last - first + 1 < LongestPhrase && !EndsBetween(draft, last) && !GoesOn(draft, last + 1))
            last++;
        // "Seven" is the word here, and not the digit: the password is as long as it is written.
        draft.MaskCharacters(tokens[first].Start, tokens[last].End - tokens[first].Start, Entity.Password.RuleName());
        return true;
    }

    private static bool EndsBetween(Draft draft, int index)
    {
        var gap = draft.Text.AsSpan(draft.Tokens[index].End, draft.Tokens[index + 1].Start - draft.Tokens[index].End);
        return gap.ContainsAny('.', '?', ',') && gap.Contains(' ');
    }

    /// <summary>The sentence goes on after the password.</summary>
    private static bool GoesOn(Draft draft, int index) =>
        draft.Tokens[index].In(draft.Text) is "and" or "but" or "I" or "it" or "so" or "because" or "please" or "if" or "that" or "which" or "can" or "okay" or "right" or "pero" or "por" or "with" or "for" or "uh" or "um";

    /// <summary>Spelled letters, digits, or both.</summary>
    private static bool IsCode(Draft draft, int index)
    {
        var token = draft.Tokens[index];
        var word = token.In(draft.Text);
        return token.IsWritten || (word.Length >= 2 && word.IndexOfAnyExceptInRange('A', 'Z') < 0 && word is not ("ID" or "OK" or "TV" or "PIN"));
    }

    private static bool IsWord(Draft draft, int index, string word) => draft.Tokens[index].In(draft.Text).Equals(word, StringComparison.OrdinalIgnoreCase);
}
