namespace Gateway.Tests.Text.Redaction;

/// <summary>Card numbers of every issuer's format with a right check digit (ISO/IEC 7812), and ways to say them.</summary>
internal static class CardNumbers
{
    private static readonly (string[] Prefixes, int[] Lengths)[] Issuers =
    [
        (["4"], [13, 16, 19]),
        (["51", "52", "53", "54", "55", "2221", "2500", "2720"], [16]),
        (["34", "37"], [15]),
        (["6011", "644", "649", "65"], [16]),
        (["300", "305", "36", "38"], [14]),
        (["3528", "3589"], [16]),
        (["62", "8171"], [16, 17, 18, 19]),
    ];

    private static readonly string[] Units = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    private static readonly string[] Teens = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Between =
        ["uh", "um", "er", "and", "and then", "then", "like", "you know", "so", "okay", "dash", "space", "let me see", "that's", "no sorry", "sorry", "i mean", "wait no", "no wait", "actually", "uh hold on"];

    /// <summary>A number of some issuer.</summary>
    public static string Next(Random random)
    {
        var (prefixes, lengths) = Issuers[random.Next(Issuers.Length)];
        var digits = prefixes[random.Next(prefixes.Length)];
        var length = lengths[random.Next(lengths.Length)];
        while (digits.Length < length - 1)
            digits += (char)('0' + random.Next(10));
        return digits + Enumerable.Range(0, 10).Single(check => IsValid(digits + check));
    }

    public static bool IsValid(string number) => number.Reverse().Select((digit, i) => i % 2 == 0 ? digit - '0' : ((digit - '0') * 2 / 10) + ((digit - '0') * 2 % 10)).Sum() % 10 == 0;

    /// <summary>A number in groups of one to six digits.</summary>
    public static List<string> Groups(string number, Random random)
    {
        var groups = new List<string>();
        for (var at = 0; at < number.Length; at += groups[^1].Length)
            groups.Add(number.Substring(at, Math.Min(1 + random.Next(6), number.Length - at)));
        return groups;
    }

    /// <summary>Digits as a person says them: one by one, in tens and teens, with "double" and "triple" and "oh".</summary>
    public static string Speak(string digits, Random random)
    {
        var words = new List<string>();
        for (var at = 0; at < digits.Length; at++)
        {
            var digit = digits[at] - '0';
            var same = digits[at..].TakeWhile(next => next == digits[at]).Count();
            if (same >= 2 && random.Next(3) == 0)
            {
                var times = same >= 3 && random.Next(2) == 0 ? 3 : 2;
                words.Add($"{(times == 3 ? "triple" : "double")} {Units[digit]}");
                at += times - 1;
            }
            else if (digit == 1 && at + 1 < digits.Length && random.Next(3) == 0)
            {
                words.Add(Teens[digits[++at] - '0']);
            }
            else if (digit >= 2 && at + 1 < digits.Length && digits[at + 1] != '0' && random.Next(4) == 0)
            {
                // Not 20: with the unit that follows, nobody could tell it from 21.
                words.Add($"{Tens[digit]} {Units[digits[++at] - '0']}");
            }
            else
            {
                words.Add(digit == 0 && words.Count > 0 && random.Next(2) == 0 ? "oh" : Units[digit]);
            }
        }

        return string.Join(' ', words);
    }

    /// <summary>What somebody says between two groups; often nothing.</summary>
    public static string Hesitation(Random random) => random.Next(2) == 0 ? "" : Between[random.Next(Between.Length)];

    /// <summary>Whether a text holds digits, or words that stand for them.</summary>
    public static bool CanBeRead(string text) => text.Any(char.IsDigit)
        || text.Split(' ', '.', ',', '?', '-').Any(word => Units.Concat(Teens).Concat(Tens.Skip(2)).Append("double").Append("triple").Contains(word, StringComparer.OrdinalIgnoreCase));
}
