namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Telephone numbers, out of strings of digits.
/// <list type="bullet">
/// <item>ten digits: 555-123-4567; eleven that begin with 1: 1-800-555-0199</item>
/// <item>seven digits: 555-1234, when the utterance speaks of telephones</item>
/// <item>not when the nearest word that says what the digits are, before them or at most six words behind them, says something else: card, account, order, code</item>
/// </list>
/// </summary>
internal static class Telephones
{
    private const int Behind = 6;

    public static void Apply(Token first)
    {
        var spoken = false;
        for (var token = first; token is not null && !spoken; token = token.Next)
            spoken = token.Plays(Roles.TelephoneCue);

        Token? label = null;
        for (var token = first; token is not null; token = token.Next)
        {
            if (token.Plays(Roles.TelephoneCue | Roles.OtherNumber))
                label = IsAreaCode(token) ? token.Previous : token;
            if (token.Kind == TokenKind.Digits && Written(token.Text, spoken) is { } number && !(label ?? LabelBehind(token)).Plays(Roles.OtherNumber))
                token.Absorb(token, number, TokenKind.Written);
        }
    }

    private static string? Written(string digits, bool spoken) => digits.Length switch
    {
        7 when spoken => $"{digits[..3]}-{digits[3..]}",
        10 => $"{digits[..3]}-{digits[3..6]}-{digits[6..]}",
        11 when digits[0] == '1' => $"1-{digits[1..4]}-{digits[4..7]}-{digits[7..]}",
        _ => null,
    };

    private static Token? LabelBehind(Token token)
    {
        for (var (i, next) = (0, token.Next); i < Behind && next is not null; i++, next = next.Next)
        {
            if (next.Plays(Roles.TelephoneCue | Roles.OtherNumber))
                return next;
        }

        return null;
    }

    private static bool IsAreaCode(Token token) => token.Says("code") && token.Previous.Says("area");
}
