using System.Globalization;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Single digits that a label makes numbers: "gate four" is gate 4, "options one and two" are options 1 and 2. A digit that counts something is none:
/// "pin code, one moment".
/// </summary>
internal static class Labels
{
    public static void Apply(Token first)
    {
        for (var token = first; token is not null; token = token.Next)
        {
            if (!token.Plays(Roles.Label))
                continue;
            for (var digit = token.Next; digit is { IsDigit: true } && !digit.Next.Plays(Roles.Counted); digit = After(digit.Next))
                digit.Absorb(digit, digit.Value.ToString(CultureInfo.InvariantCulture), TokenKind.Digits);
        }
    }

    private static Token? After(Token? token) => token is { IsWord: true, Spoken: "and" or "or" or "to" or "through" } ? token.Next : null;
}
