using System.Text;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Numbers in a row, and decimals.
/// <list type="bullet">
/// <item>two or more numbers in a row are one string of digits: 4711, 1984; "double" and "triple" repeat the digit behind them</item>
/// <item>"oh" and "o" are zeros between digits, before two digits and behind two, four times in a row, and beside a digit that is all that was said;
/// elsewhere they are an exclamation and a letter</item>
/// <item>a number in the thousands may end a string ("five five five one thousand") but nothing joins behind it</item>
/// <item>"point" and "dot" between numbers: 3.5; more than once: version 2.1.3; "point five percent": 0.5</item>
/// </list>
/// </summary>
internal static class DigitStrings
{
    private const long Thousand = 1000;

    /// <summary>So many an "oh" looks ahead for a number that makes it a zero.</summary>
    private const int MostZeros = 8;

    public static void Apply(Token first)
    {
        var digits = new StringBuilder();
        for (var token = first; token is not null; token = token.Next)
        {
            if (IsBarePoint(token))
                token.Absorb(token.Next!, "0." + token.Next!.Text, TokenKind.Decimal);
            if (!Begins(token) || Collect(token, digits.Clear(), single: false) is not ({ } last, var groups))
                continue;
            var points = 0;
            while (last.Next.Plays(Roles.Point) && CollectFraction(last.Next!.Next, digits) is { } fraction)
                (last, points) = (fraction, points + 1);
            if (points > 0)
                token.Absorb(last, digits.ToString(), TokenKind.Decimal);
            else if (groups > 1)
                token.Absorb(last, digits.ToString(), TokenKind.Digits);
        }
    }

    private static bool Begins(Token token) => token.Kind == TokenKind.Number || token is { IsWord: true, Lexeme.Part: NumberPart.Oh or NumberPart.Multiple };

    /// <summary>"Point five percent" has its zero left out.</summary>
    private static bool IsBarePoint(Token token) => token.Plays(Roles.Point) && token.Next is { Kind: TokenKind.Number } number
        && !token.Previous.IsNumeric && (number.Next.Plays(Roles.Percent) || (number.Next.Says("per") && number.Next!.Next.Says("cent")));

    private static Token? CollectFraction(Token? token, StringBuilder digits)
    {
        if (token is not { Kind: TokenKind.Number, Value: < Thousand } && token is not { IsWord: true, Lexeme.Part: NumberPart.Oh or NumberPart.Multiple })
            return null;
        var length = digits.Length;
        digits.Append('.');
        if (Collect(token, digits, single: token.Kind == TokenKind.Number && !token.IsDigit) is ({ } last, _))
            return last;
        digits.Length = length;
        return null;
    }

    /// <summary>Appends the digits of the numbers that begin here.</summary>
    /// <param name="token">The first.</param>
    /// <param name="digits">Where to.</param>
    /// <param name="single">Whether only one number is wanted.</param>
    /// <returns>The last token that belongs to them, or null, and how many groups were said.</returns>
    private static (Token? Last, int Groups) Collect(Token token, StringBuilder digits, bool single)
    {
        var (last, groups) = ((Token?)null, 0);
        var afterPoint = digits.Length > 0;
        for (var next = token; next is not null; next = last.Next)
        {
            if (next.Kind == TokenKind.Number)
            {
                if (afterPoint && groups > 0 && !next.IsDigit)
                    break;
                digits.Append(next.Text);
                last = next;
                groups++;
                if (next.Value >= Thousand)
                    break;
            }
            else if (Repeated(next) is var (times, digit, end))
            {
                digits.Append(digit, times);
                last = end;
                groups += times;
            }
            else if (IsZero(next, groups, afterPoint))
            {
                digits.Append('0');
                last = next;
                groups++;
            }
            else
            {
                break;
            }

            if (single)
                break;
        }

        return (last, groups);
    }

    private static (int Times, char Digit, Token End)? Repeated(Token token)
    {
        if (token is not { IsWord: true, Lexeme: { Part: NumberPart.Multiple, Value: var times } } || token.Next is not { } digit)
            return null;
        if (digit.IsDigit)
            return ((int)times, (char)('0' + digit.Value), digit);
        return digit is { IsWord: true, Lexeme.Part: NumberPart.Oh } ? ((int)times, '0', digit) : null;
    }

    /// <summary>"Nine oh", "oh two" and nothing else are a piece of a longer number.</summary>
    private static bool IsWholeUtterance(Token oh, int before) =>
        (before == 1 && oh is { Next: null, Previous: { IsDigit: true, Previous: null } }) || oh is { Previous: null, Next: { IsDigit: true, Next: null } };

    private static bool IsZero(Token token, int before, bool afterPoint)
    {
        if (token is not { IsWord: true, Lexeme.Part: NumberPart.Oh })
            return false;
        if (afterPoint && before == 0)
            return true;
        var (after, numbers, next) = (0, 0, token.Next);
        while (after < MostZeros && numbers < 2 && next is { Kind: TokenKind.Number } or { IsWord: true, Lexeme.Part: NumberPart.Oh or NumberPart.Multiple })
        {
            // "Oh one hundred dollars": what is not said digit by digit does not begin with a zero.
            numbers += next.Kind != TokenKind.Number || (next.Value >= 100 && before == 0) ? 0 : 1;
            after++;
            next = next.Next;
        }

        return (before > 0 && after > 0) || (after > 1 && numbers > 0) || (before > 1 && !next.Plays(Roles.Exclamation)) || (before == 0 && after > 2)
            || IsWholeUtterance(token, before);
    }
}
