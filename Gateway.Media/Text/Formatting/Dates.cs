using System.Globalization;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Dates.
/// <list type="bullet">
/// <item>a month and an ordinal from first to thirty-first: March 3; with a year: March 3, 2026</item>
/// <item>a month and a cardinal, when no other number but a year follows: March 3</item>
/// <item>a month and a year: March 2026; an ordinal, "of" and a month: 3rd of March</item>
/// <item>years are spoken "twenty twenty six", "nineteen oh five", "two thousand (and) six" or digit by digit, and lie between 1900 and 2099</item>
/// <item>"may" and "march" are months only beside a day or a year, never behind a pronoun; with a cardinal day only behind a preposition or before a year</item>
/// <item>in Spanish: 3 de marzo de 2026</item>
/// </list>
/// </summary>
internal static class Dates
{
    public static void Apply(Token first)
    {
        for (var token = first; token is not null; token = token.Next)
        {
            if (token.Plays(Roles.Month))
                Write(token);
        }
    }

    public static void ApplySpanish(Token first)
    {
        for (var token = first; token is not null; token = token.Next)
        {
            if (!token.Plays(Roles.Month))
                continue;
            if (token.Previous.Says("de") && token.Previous!.Previous is { Kind: TokenKind.Number, Value: >= 1 and <= 31 } day)
                day.Absorb(day, day.Text, TokenKind.Written);
            if (token.Next is { } of && (of.Says("de") || of.Says("del")) && Year(of.Next) is { } year)
                WriteYear(of.Next!, year);
        }
    }

    private static void Write(Token month)
    {
        var doubtful = month.Plays(Roles.DoubtfulMonth);
        if (doubtful && month.Previous.Plays(Roles.Pronoun))
            return;
        if (month.Previous.Says("of") && month.Previous!.Previous is { Kind: TokenKind.Ordinal, Value: <= 31 } dayBefore)
        {
            dayBefore.Absorb(dayBefore, Ordinals.Write(dayBefore.Value), TokenKind.Written);
            Capitalise(month);
            if (Year(month.Next) is { } ofMonth)
                WriteYear(month.Next!, ofMonth);
        }
        else if (month.Next is { Kind: TokenKind.Ordinal, Value: <= 31 } ordinal)
        {
            WriteDay(month, ordinal, Year(ordinal.Next));
        }
        else if (Year(month.Next) is { } bare)
        {
            Capitalise(month);
            WriteYear(month.Next!, bare);
        }
        else if (month.Next is { Kind: TokenKind.Number, Value: >= 1 and <= 31 } cardinal)
        {
            var year = Year(cardinal.Next);
            if (year is not null || (!IsNumber(cardinal.Next) && (!doubtful || month.Previous.Plays(Roles.DateCue))))
                WriteDay(month, cardinal, year);
        }
        else if (!doubtful)
        {
            Capitalise(month);
        }
    }

    private static void WriteDay(Token month, Token day, (int Value, Token Last)? year)
    {
        Capitalise(month);
        day.Absorb(day, day.Value.ToString(CultureInfo.InvariantCulture), TokenKind.Written);
        if (year is { } written)
        {
            day.Mark = ",";
            WriteYear(day.Next!, written);
        }
    }

    private static void WriteYear(Token token, (int Value, Token Last) year) => token.Absorb(year.Last, year.Value.ToString(CultureInfo.InvariantCulture), TokenKind.Written);

    private static void Capitalise(Token month) => month.Absorb(month, month.Lexeme.Name ?? month.Spoken, TokenKind.Written);

    /// <summary>A year that begins here and with which the numbers end, or null.</summary>
    private static (int Value, Token Last)? Year(Token? token)
    {
        if (token is not { Kind: TokenKind.Number } || Candidate(token) is not { } year || IsNumber(year.Last.Next))
            return null;
        return year.Value is >= 1900 and <= 2099 ? year : null;
    }

    private static (int Value, Token Last)? Candidate(Token token)
    {
        if (token.Value >= 1900)
            return token.Value <= 2099 ? ((int)token.Value, token) : null;
        if (token.Value is 19 or 20)
        {
            if (token.Next is { Kind: TokenKind.Number, Value: >= 10 and <= 99 } rest)
                return ((int)(token.Value * 100 + rest.Value), rest);
            return token.Next is { IsWord: true, Lexeme.Part: NumberPart.Oh, Next: { IsDigit: true, Value: > 0 } digit }
                ? ((int)(token.Value * 100 + digit.Value), digit)
                : null;
        }

        var (value, last) = (0, token);
        for (var i = 0; i < 4; i++, last = i < 4 ? last.Next! : last)
        {
            if (last is not { IsDigit: true })
                return null;
            value = value * 10 + (int)last.Value;
            if (i < 3 && last.Next is null)
                return null;
        }

        return (value, last);
    }

    private static bool IsNumber(Token? token) => token is { Kind: TokenKind.Number } or { IsWord: true, Lexeme.Part: NumberPart.Oh or NumberPart.Multiple };
}
