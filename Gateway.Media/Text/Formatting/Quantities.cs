using System.Globalization;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// What is left of numbers and ordinals.
/// <list type="bullet">
/// <item>zero to nine and first to ninth stay words, but not before "million"; ten and above become digits</item>
/// <item>from 1,000 on with thousands separators; "in" and "since" before 1901 to 2099, but for 2000, make a year</item>
/// </list>
/// </summary>
internal static class Quantities
{
    public static void Apply(Token first)
    {
        for (var token = first; token is not null; token = token.Next)
        {
            if (token.Kind is not (TokenKind.Number or TokenKind.Ordinal))
                continue;
            if (!token.IsCompound && token.Value < 10 && token.Next is not { IsWord: true, Lexeme.Part: NumberPart.Scale })
                token.Absorb(token, token.Spoken, TokenKind.Word);
            else if (token.Kind == TokenKind.Ordinal)
                token.Absorb(token, Ordinals.Write(token.Value), TokenKind.Written);
            else
                token.Absorb(token, token.Value.ToString(IsYear(token) ? "0" : "N0", CultureInfo.InvariantCulture), TokenKind.Written);
        }
    }

    private static bool IsYear(Token number) => number.Value is > 1900 and < 2100 and not 2000
        && number.Previous is { IsWord: true, Spoken: "in" or "since" or "year" or "en" or "desde" or "a\u00f1o" };
}
