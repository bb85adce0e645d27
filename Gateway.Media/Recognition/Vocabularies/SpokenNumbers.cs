namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>Numbers read aloud in US English: the other way round than formatting goes.</summary>
internal static class SpokenNumbers
{
    /// <summary>The most digits that are read as one number; longer strings are read in pieces.</summary>
    public const int MaxCardinalDigits = 9;

    private static readonly string[] Small =
        ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen").Split(' ');

    private static readonly string[] Tens = "? ? twenty thirty forty fifty sixty seventy eighty ninety".Split(' ');

    private static readonly Dictionary<string, string> Ordinals = new(StringComparer.Ordinal)
    {
        ["one"] = "first",
        ["two"] = "second",
        ["three"] = "third",
        ["five"] = "fifth",
        ["eight"] = "eighth",
        ["nine"] = "ninth",
        ["twelve"] = "twelfth",
    };

    /// <summary>"Seven hundred seventeen".</summary>
    /// <param name="number">Below a milliard.</param>
    public static string Cardinal(int number)
    {
        if (number >= 1_000_000)
            return With(Cardinal(number / 1_000_000) + " million", number % 1_000_000);
        if (number >= 1000)
            return With(Cardinal(number / 1000) + " thousand", number % 1000);
        if (number >= 100)
            return With(Small[number / 100] + " hundred", number % 100);
        if (number >= 20)
            return With(Tens[number / 10], number % 10);
        return Small[number];
    }

    /// <summary>"Seventeenth".</summary>
    /// <param name="number">Below a milliard.</param>
    public static string Ordinal(int number)
    {
        var words = Cardinal(number);
        var last = words[(words.LastIndexOf(' ') + 1)..];
        var ordinal = Ordinals.GetValueOrDefault(last) ?? (last.EndsWith('y') ? last[..^1] + "ieth" : last + "th");
        return words[..^last.Length] + ordinal;
    }

    /// <summary>The ways to read a string of digits as one number: none when it begins with 0, for nobody counts so, or is too long.</summary>
    public static IEnumerable<string> Cardinals(string digits) =>
        digits.Length <= MaxCardinalDigits && (digits[0] != '0' || digits.Length == 1) ? [Cardinal(Value(digits))] : [];

    /// <summary>"Seven one seven"; with a zero also "nine oh two".</summary>
    public static IEnumerable<string> OneByOne(string digits)
    {
        var words = string.Join(' ', digits.Select(digit => Small[digit - '0']));
        return digits.Contains('0') ? [words, words.Replace("zero", "oh", StringComparison.Ordinal)] : [words];
    }

    /// <summary>Three to five digits in pairs, as house numbers and years are read: "seven seventeen", "nineteen oh five", "twelve hundred".</summary>
    public static IEnumerable<string> Pairs(string digits)
    {
        if (digits.Length is < 3 or > 5)
            return [];
        var pairs = new List<string>();
        if (digits.Length % 2 == 1)
            pairs.Add(Small[digits[0] - '0']);
        for (var i = digits.Length % 2; i < digits.Length; i += 2)
        {
            var pair = digits.Substring(i, 2);
            pairs.Add(pair == "00" && i > 0 ? "hundred" : pair[0] == '0' ? "oh " + Small[pair[1] - '0'] : Cardinal(Value(pair)));
        }

        return [string.Join(' ', pairs)];
    }

    /// <summary>The value of at most <see cref="MaxCardinalDigits"/> digits.</summary>
    public static int Value(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

    private static string With(string words, int rest) => rest == 0 ? words : $"{words} {Cardinal(rest)}";
}
