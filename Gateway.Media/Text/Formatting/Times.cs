using System.Globalization;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Times of day.
/// <list type="bullet">
/// <item>an hour, perhaps minutes, and "a m" or "p m": 10 AM, 5:30 PM</item>
/// <item>an hour and "o'clock": 3 o'clock</item>
/// <item>an hour and minutes behind "at", "by", "until", "till", "around", "before" or "after",
/// both of "from ... to ..." and "between ... and ...", or before "in the morning" and the like: 5:30;
/// not when another number, a currency, percent or a street follows</item>
/// <item>"half past two" stays</item>
/// </list>
/// </summary>
internal static class Times
{
    public static void Apply(Token first)
    {
        for (var token = first; token is not null; token = token.Next)
        {
            if (token is not { Kind: TokenKind.Number, Value: >= 1 and <= 12 })
                continue;
            var (clock, last) = Minutes(token);
            if (Meridiem(last.Next) is { } meridiem)
            {
                token.Absorb(last, clock, TokenKind.Written);
                token.Next!.Absorb(meridiem.Last, meridiem.Text, TokenKind.Written);
            }
            else if (last == token && token.Next.Says("o'clock"))
            {
                token.Absorb(token, clock, TokenKind.Written);
            }
            else if (last != token && !IsAmount(last.Next) && ((IsCue(token.Previous, last.Next) && !IsStreet(last.Next)) || IsPartOfDay(last.Next)))
            {
                token.Absorb(last, clock, TokenKind.Written);
            }
        }
    }

    private static (string Text, Token Last) Minutes(Token hour)
    {
        var text = hour.Value.ToString(CultureInfo.InvariantCulture);
        if (hour.IsCompound)
            return (text, hour);
        return hour.Next switch
        {
            { Kind: TokenKind.Number, Value: >= 10 and <= 59 } minutes => ($"{text}:{minutes.Value}", minutes),
            { IsWord: true, Lexeme.Part: NumberPart.Oh, Next: { IsDigit: true, Value: > 0 } minute } => ($"{text}:0{minute.Value}", minute),
            _ => (text, hour),
        };
    }

    private static (string Text, Token Last)? Meridiem(Token? token)
    {
        if (token is { Kind: TokenKind.Letters, Text: "AM" or "PM" })
            return (token.Text, token);
        if (token.Says("pm") || (token.Says("am") && !token!.Next.Says("i")))
            return (token!.Text.ToUpperInvariant(), token);
        if (IsLetter(token, 'a') && IsLetter(token!.Next, 'm'))
            return ("AM", token.Next!);
        return IsLetter(token, 'p') && IsLetter(token!.Next, 'm') ? ("PM", token.Next!) : null;
    }

    private static bool IsCue(Token? before, Token? after) => before.Plays(Roles.TimeCue)
        || (before.Says("from") && after is { IsWord: true, Spoken: "to" or "until" or "till" or "through", Next.Kind: TokenKind.Number })
        || (before.Says("between") && after is { IsWord: true, Spoken: "and", Next.Kind: TokenKind.Number })
        || (before is { IsWord: true, Spoken: "to" or "and" or "or" or "through", Previous: { Kind: TokenKind.Written } clock } && clock.Text.Contains(':'));

    private static bool IsLetter(Token? token, char letter) => token is { Kind: TokenKind.Word or TokenKind.Letters, Text: [var only] } && char.ToLowerInvariant(only) == letter;

    private static bool IsAmount(Token? token) => token is { Kind: TokenKind.Number } || token.Plays(Roles.Currency | Roles.Cents | Roles.Percent | Roles.Point)
        || token is { IsWord: true, Lexeme.Part: not NumberPart.None and not NumberPart.Article };

    /// <summary>"At four twelve oak street" is an address.</summary>
    private static bool IsStreet(Token? token)
    {
        for (var i = 0; i < 3 && token is not null; i++, token = token.Next)
        {
            if (token.Plays(Roles.Street))
                return true;
        }

        return false;
    }

    private static bool IsPartOfDay(Token? token) => token.Says("tonight")
        || (token.Says("in") && token!.Next.Says("the") && token.Next!.Next is { Spoken: "morning" or "afternoon" or "evening" });
}
