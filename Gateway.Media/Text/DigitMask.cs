using System.Buffers;
using System.Text;

namespace Gateway.Media.Text;

/// <summary>
/// Redaction that fails closed: every digit and every spoken number word leaves as <c>#</c>, one for each digit it stands for (api.md 8.3).
/// It knows nothing of what the number means, so it also masks harmless ones; that is the price of never letting one through.
/// </summary>
internal static class DigitMask
{
    /// <summary>Number words and how many digits each stands for.</summary>
    private static readonly Dictionary<string, int> NumberWords = ByDigits(
        (1, "zero one two three four five six seven eight nine niner nil naught nought aught"),
        (1, "first second third fourth fifth sixth seventh eighth ninth double"),
        (2, "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen dozen"),
        (2, "twenty thirty forty fourty fifty sixty seventy eighty ninety hundred hundredth triple treble"),
        (2, "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"),
        (2, "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"),
        (3, "thousand thousandth"),
        (6, "million millionth"),
        (9, "billion"),
        (12, "trillion"));

    /// <summary>Words that sound like a digit, and are taken for one among numbers.</summary>
    private static readonly HashSet<string> SoundAlikes = new(StringComparer.OrdinalIgnoreCase) { "oh", "o", "to", "too", "for", "fore", "won", "ate" };

    private static readonly HashSet<string> Tens = new(StringComparer.OrdinalIgnoreCase)
    {
        "twenty", "thirty", "forty", "fourty", "fifty", "sixty", "seventy", "eighty", "ninety",
    };

    private static readonly SearchValues<char> Separators = SearchValues.Create(" -,.\u00A0\t");

    /// <summary>Masks a text. Whatever is not a number stays as it is, white space and punctuation included.</summary>
    public static string Apply(string text)
    {
        var tokens = Split(text);
        MaskNumberWords(tokens);
        MaskSoundAlikes(tokens);

        var masked = new StringBuilder(text.Length);
        for (var i = 0; i < tokens.Count; i++)
        {
            // The digits of one spoken number stand together; written digits keep the separators that they had.
            var between = i > 0 && i + 1 < tokens.Count && tokens[i - 1].IsSpokenNumber && tokens[i + 1].IsSpokenNumber;
            if (!between || !IsSeparator(tokens[i].Text))
                masked.Append(tokens[i].Text);
        }

        return masked.ToString();
    }

    private static void MaskNumberWords(List<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (!token.IsWord)
                continue;
            if (Digits(token.Text) is var digits and > 0)
            {
                // "Twenty one" is two digits: the unit takes the place of the zero.
                var unitOfTens = i > 1 && digits == 1 && Tens.Contains(tokens[i - 2].Spoken) && IsSeparator(tokens[i - 1].Text);
                tokens[i] = token with { Text = new string('#', unitOfTens ? 0 : digits), Masked = true };
            }
            else if (token.Text.AsSpan().ContainsAnyInRange('0', '9') || token.Text.Any(char.IsDigit))
            {
                tokens[i] = token with { Text = string.Concat(token.Text.Select(c => char.IsDigit(c) ? '#' : c)), Masked = true };
            }
        }
    }

    private static void MaskSoundAlikes(List<Token> tokens)
    {
        // Forwards and then backwards, so that several of them in a row are found from either side.
        for (var i = 0; i < tokens.Count; i++)
            MaskSoundAlike(tokens, i);
        for (var i = tokens.Count - 1; i >= 0; i--)
            MaskSoundAlike(tokens, i);
    }

    /// <summary>
    /// "For seven one nine" is a PIN misheard, "for twenty dollars" is not: it takes two numbers on one side, or one on each.
    /// </summary>
    private static void MaskSoundAlike(List<Token> tokens, int index)
    {
        if (tokens[index].Masked || !SoundAlikes.Contains(tokens[index].Text))
            return;
        var before = NumbersBeside(tokens, index, -2);
        var after = NumbersBeside(tokens, index, +2);
        if (before + after >= 2)
            tokens[index] = tokens[index] with { Text = "#", Masked = true };
    }

    private static int NumbersBeside(List<Token> tokens, int index, int step)
    {
        var numbers = 0;
        for (var i = index + step; i >= 0 && i < tokens.Count && tokens[i].Masked && IsSeparator(tokens[i - Math.Sign(step)].Text); i += step)
        {
            // The unit after a ten has been merged into it and left no text.
            if (tokens[i].Text.Length > 0)
                numbers++;
        }

        return numbers;
    }

    /// <summary>The digits that a word stands for, or 0. "Sixes" and "fours" count as the digit they name.</summary>
    private static int Digits(string word)
    {
        word = word.Trim('\'');
        if (NumberWords.TryGetValue(word, out var digits))
            return digits;
        ReadOnlySpan<string> plurals = ["'s", "es", "s"];
        foreach (var plural in plurals)
        {
            if (word.EndsWith(plural, StringComparison.OrdinalIgnoreCase) && NumberWords.TryGetValue(word[..^plural.Length], out digits))
                return digits;
        }

        return word.EndsWith("ies", StringComparison.OrdinalIgnoreCase) && NumberWords.TryGetValue(word[..^3] + "y", out digits) ? digits : 0;
    }

    private static Dictionary<string, int> ByDigits(params (int Digits, string Words)[] groups) => groups
        .SelectMany(group => group.Words.Split(' ').Select(word => KeyValuePair.Create(word, group.Digits)))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static bool IsSeparator(string text) => text.AsSpan().IndexOfAnyExcept(Separators) < 0;

    /// <summary>Words and what stands between them, alternating.</summary>
    private static List<Token> Split(string text)
    {
        var tokens = new List<Token>();
        var start = 0;
        while (start < text.Length)
        {
            var isWord = IsWordCharacter(text[start]);
            var end = start + 1;
            while (end < text.Length && IsWordCharacter(text[end]) == isWord)
                end++;
            tokens.Add(new Token(text[start..end], text[start..end], isWord, Masked: false));
            start = end;
        }

        return tokens;
    }

    private static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '\'';

    private readonly record struct Token(string Text, string Spoken, bool IsWord, bool Masked)
    {
        public bool IsSpokenNumber => Masked && !Spoken.Any(char.IsDigit);
    }
}
