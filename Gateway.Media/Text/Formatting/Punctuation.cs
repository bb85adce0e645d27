namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Marks: one at the end, and commas where there is little doubt.
/// <list type="bullet">
/// <item>at the end: a question mark (<see cref="Questions"/>), else a full stop</item>
/// <item>behind "yes", "no", "okay", "sure" at the start, when a subject, a request or an address follows: "No, that is all."</item>
/// <item>around "sir", "ma'am", "madam", unless an article, a title or the like stands before it</item>
/// <item>before "please" and "por favor" at the end of three words or more</item>
/// <item>between days, months, countries and states that follow each other; between a day and a date; between a day and a year (<see cref="Dates"/>)</item>
/// </list>
/// </summary>
internal static class Punctuation
{
    public static void Apply(Token first, Token last)
    {
        for (var token = first; token.Next is { } next; token = next)
        {
            if (token.Mark is null && IsComma(token, next, isFirst: token == first, isLast: next == last))
                token.Mark = ",";
        }

        End(last, Questions.Asks(first, last) ? "?" : ".");
    }

    /// <summary>The mark at the end, unless an abbreviation or a phrase of the vocabulary ends with one.</summary>
    public static void End(Token last, string mark)
    {
        if (mark == "?" || last.Text is not [.., '.' or '!' or '?'])
            last.Mark = mark;
    }

    private static bool IsComma(Token token, Token next, bool isFirst, bool isLast) =>
        (isFirst && token.Plays(Roles.Answer) && next.Plays(Roles.Subject) && !next.Says("one"))
        || (IsAddressed(next) && !token.Plays(Roles.Determiner))
        || (IsAddressed(token) && next.Plays(Roles.Subject | Roles.Auxiliary | Roles.RequestAuxiliary) && !token.Previous.Plays(Roles.Determiner))
        || (isLast && !isFirst && next.Says("please"))
        || (!isFirst && next.Says("por") && next.Next is { Spoken: "favor", Next: null })
        || (token.Plays(Roles.Weekday) && (next.Plays(Roles.Weekday) || IsDate(next)))
        || (token.Plays(Roles.Place) && next.Plays(Roles.Place) && token.Spoken != next.Spoken);

    private static bool IsAddressed(Token token) => token.Plays(Roles.Vocative);

    private static bool IsDate(Token token) => (token.Lexeme.Roles & Roles.Month) != 0 && token.Kind == TokenKind.Written && token.Next is { Kind: TokenKind.Written };
}
