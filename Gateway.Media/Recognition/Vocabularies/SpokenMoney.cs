namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>Amounts of money read aloud: "$20.50" is "twenty dollars and fifty cents" or "twenty fifty".</summary>
internal static class SpokenMoney
{
    private static readonly Dictionary<string, (string One, string Many, string Cent, string Cents)> Currencies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["$"] = ("dollar", "dollars", "cent", "cents"),
        ["USD"] = ("dollar", "dollars", "cent", "cents"),
        ["\u20ac"] = ("euro", "euros", "cent", "cents"),
        ["EUR"] = ("euro", "euros", "cent", "cents"),
        ["\u00a3"] = ("pound", "pounds", "penny", "pence"),
        ["GBP"] = ("pound", "pounds", "penny", "pence"),
    };

    /// <summary>The readings of an amount; empty when it is none.</summary>
    /// <param name="piece">Digits with or without separators of thousands, two decimals, and a sign or code before or behind them.</param>
    /// <param name="category">A number that is said to be money needs no sign: dollars are meant.</param>
    public static IReadOnlyList<string> Read(string piece, VocabularyCategory? category)
    {
        var first = piece.AsSpan().IndexOfAnyInRange('0', '9');
        var last = piece.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (first < 0)
            return [];
        var (before, behind) = (piece[..first], piece[(last + 1)..].TrimEnd('.', ','));
        var sign = before.Length > 0 ? before : behind;
        if (sign.Length == 0 && category == VocabularyCategory.Currency)
            sign = "$";
        if ((before.Length > 0 && behind.Length > 0) || !Currencies.TryGetValue(sign, out var currency))
            return [];
        var parts = piece[first..(last + 1)].Replace(",", "", StringComparison.Ordinal).Split('.');
        if (parts.Length > 2 || parts[0].Length is 0 or > SpokenNumbers.MaxCardinalDigits || (parts.Length == 2 && parts[1].Length != 2) || !parts.All(part => part.All(char.IsAsciiDigit)))
            return [];
        var (whole, cents) = (SpokenNumbers.Value(parts[0]), parts.Length == 2 ? SpokenNumbers.Value(parts[1]) : 0);
        var main = $"{SpokenNumbers.Cardinal(whole)} {(whole == 1 ? currency.One : currency.Many)}";
        if (cents == 0)
            return SpokenNumbers.Pairs(parts[0]).Select(pair => $"{pair} {currency.Many}").Prepend(main).Distinct().ToArray();
        var small = $"{SpokenNumbers.Cardinal(cents)} {(cents == 1 ? currency.Cent : currency.Cents)}";
        return whole == 0
            ? [small]
            : [$"{main} and {small}", $"{main} {small}", $"{SpokenNumbers.Cardinal(whole)} {(cents < 10 ? "oh " : "")}{SpokenNumbers.Cardinal(cents)}", $"{main} {SpokenNumbers.Cardinal(cents)}"];
    }
}
