namespace Gateway.Tests.Text;

/// <summary>Says digits as people do: one by one, doubled, in tens and teens, with other words in between.</summary>
/// <param name="random">Decides how. The same seed says the same.</param>
internal sealed class SpokenDigits(Random random)
{
    private static readonly string[] Singles = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    private static readonly string[] Teens =
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Fillers =
    [
        "uh", "um", "er", "ah", "like", "you know", "so", "okay", "and", "then", "dash", "space", "that's", "hyphen", "next", "after that", "let me see", "hold on",
        "i think", "no wait", "sorry", "yeah", "right", "and then", "followed by",
    ];

    private static readonly HashSet<string> Words = [.. Singles, .. Teens, .. Tens.Where(word => word.Length > 0), "double", "triple"];

    /// <summary>Whether a digit is left, be it a word. An "oh" is one beside digits only.</summary>
    public static bool IsReadable(string masked)
    {
        var words = masked.Split(' ').Select(WrittenWord.Bare).ToList();
        return masked.Any(char.IsDigit) || words.Any(Words.Contains) || words.Zip(words.Skip(1)).Any(pair => pair is ("oh", ['#', ..]) or ([.., '#'], "oh"));
    }

    public string Number(int digits) => string.Concat(Enumerable.Range(0, digits).Select(_ => random.Next(10)));

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <param name="digits">What is said.</param>
    /// <param name="fillersPerHundred">How often another word comes before a digit.</param>
    public string Say(string digits, int fillersPerHundred)
    {
        var words = new List<string>();
        for (var i = 0; i < digits.Length;)
        {
            if (i > 0 && random.Next(100) < fillersPerHundred)
                words.Add(OneOf(Fillers));
            var (word, length) = Next(digits.AsSpan(i));
            words.Add(word);
            i += length;
        }

        return string.Join(' ', words);
    }

    private (string Word, int Length) Next(ReadOnlySpan<char> digits)
    {
        var digit = digits[0] - '0';
        if (digits.Length > 2 && digits[1] == digits[0] && digits[2] == digits[0] && random.Next(2) == 0)
            return ("triple " + Singles[digit], 3);
        if (digits.Length > 1 && digits[1] == digits[0] && random.Next(2) == 0)
            return ("double " + Singles[digit], 2);
        if (digits.Length > 1 && digit > 0 && random.Next(6) == 0)
            return (Pair(digit, digits[1] - '0'), 2);
        return (digit == 0 && random.Next(2) == 0 ? "oh" : Singles[digit], 1);
    }

    private static string Pair(int tens, int ones) => (tens, ones) switch
    {
        (1, _) => Teens[ones],
        (_, 0) => Tens[tens],
        _ => $"{Tens[tens]} {Singles[ones]}",
    };
}
