using System.Globalization;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Amounts of money and percentages.
/// <list type="bullet">
/// <item>a number and a currency: $70, $12,500, €20, £20; millions keep the word: $2 million</item>
/// <item>cents behind it, with or without "and", and two digits behind it that end the amount: $20.50</item>
/// <item>cents alone: 99 cents; a number and "percent" or "per cent": 5%</item>
/// </list>
/// </summary>
internal static class Money
{
    public static void Apply(Token first)
    {
        for (var token = first; token is not null; token = token.Next)
        {
            if (token.Plays(Roles.Currency))
                WriteAmount(token);
            else if (PercentEnd(token) is { } last && token.Previous.IsNumeric)
                token.Previous!.Absorb(last, Figure(token.Previous) + "%", TokenKind.Written);
        }
    }

    private static void WriteAmount(Token currency)
    {
        var before = currency.Previous;
        if (before.Says("de"))
            before = before!.Previous;
        var scale = before is { IsWord: true, Lexeme: { Part: NumberPart.Scale, Value: >= 1_000_000 } } ? before : null;
        var number = scale is null ? before : scale.Previous;
        if (number is { IsWord: true, Lexeme.Part: NumberPart.Article, Spoken: "un" } && scale is null)
        {
            number.Absorb(currency, currency.Lexeme.Name + "1", TokenKind.Written);
            return;
        }

        // "De" between a number and a currency belongs to millions only.
        if (!number.IsNumeric || (scale is null && before != currency.Previous))
            return;
        var amount = currency.Lexeme.Name + Figure(number!);
        if (scale is not null)
        {
            number!.Absorb(number, amount, TokenKind.Written);
            scale.Absorb(currency, scale.Text, TokenKind.Written);
        }
        else if (number!.Kind != TokenKind.Decimal && Cents(currency.Next) is { } cents)
        {
            number.Absorb(cents.Last, amount + cents.Text, TokenKind.Written);
        }
        else
        {
            number.Absorb(currency, amount, TokenKind.Written);
        }
    }

    private static (string Text, Token Last)? Cents(Token? token)
    {
        var joined = token.Plays(Roles.And);
        var number = joined ? token!.Next : token;
        if (number is not { Kind: TokenKind.Number, Value: >= 1 and <= 99 })
            return null;
        var text = "." + number.Value.ToString("00", CultureInfo.InvariantCulture);
        if (number.Next.Plays(Roles.Cents))
            return (text, number.Next!);
        // "Veinte dólares con cincuenta" needs no cents to be said; "twenty dollars fifty" says them by saying nothing else.
        var ends = number.Next is null || number.Next.Plays(Roles.Opener | Roles.Function);
        return number.Value >= 10 && ends && (!joined || token.Says("con")) ? (text, number) : null;
    }

    /// <summary>The last word of "percent", "per cent", "por ciento", or null.</summary>
    private static Token? PercentEnd(Token? token)
    {
        if (token.Plays(Roles.Percent))
            return token;
        if (token.Says("per") && token!.Next.Says("cent"))
            return token.Next;
        // "Ciento" has been composed to a number by now.
        return token.Says("por") && token!.Next is { Kind: TokenKind.Number, IsCompound: false, Spoken: "ciento" or "cien" } ? token.Next : null;
    }

    /// <summary>A cardinal has thousands separators, a string of digits has none.</summary>
    private static string Figure(Token number) => number.Kind == TokenKind.Number ? number.Value.ToString("N0", CultureInfo.InvariantCulture) : number.Text;
}
