namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Capital letters: the first word, "I" and its contractions, days, months, countries, US states and titles. An address at the start stays as it is.
/// </summary>
internal static class Capitals
{
    public static void Apply(Token first, Lexicon lexicon)
    {
        for (var token = first; token is not null; token = token.Next)
        {
            if (!token.IsWord)
                continue;
            if (lexicon.IsEnglish && (token.Spoken == "i" || token.Spoken.StartsWith("i'", StringComparison.Ordinal)))
                token.Text = Capitalise(token.Text);
            else if (token.Plays(Roles.Weekday | Roles.Place | Roles.Title))
                token.Text = token.Lexeme.Name!;
            else if (token.Says("pin") && token.Next is { IsWord: true, Spoken: "number" or "code" or "numbers" or "codes" })
                token.Text = "PIN";
            if (token.Plays(Roles.NameStart))
                CapitaliseName(token, lexicon);
        }

        var opening = first;
        while (opening.Next is not null && !opening.Text.AsSpan().ContainsAnyExcept('-', '\''))
            opening = opening.Next;
        if (opening.IsWord)
            opening.Text = Capitalise(opening.Text);
    }

    /// <summary>The word with its first letter in capitals.</summary>
    public static string Capitalise(string word)
    {
        var letter = 0;
        while (letter < word.Length && !char.IsLetter(word[letter]))
            letter++;
        return letter < word.Length && char.IsLower(word[letter])
            ? string.Concat(word.AsSpan(0, letter), char.ToUpperInvariant(word[letter]).ToString(), word.AsSpan(letter + 1))
            : word;
    }

    private static void CapitaliseName(Token first, Lexicon lexicon)
    {
        foreach (var rest in lexicon.NamesAfter(first.Spoken))
        {
            var next = first.Next;
            foreach (var part in rest)
                next = next is { IsWord: true } && next.Spoken.Equals(part, StringComparison.OrdinalIgnoreCase) ? next.Next ?? first : null;
            if (next is null)
                continue;
            first.Text = Capitalise(first.Text);
            var token = first.Next!;
            foreach (var part in rest)
                (token.Text, token) = (part, token.Next!);
        }
    }
}
