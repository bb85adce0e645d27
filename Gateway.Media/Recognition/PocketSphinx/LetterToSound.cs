using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>
/// Guesses how a word is pronounced that the dictionary does not have, letter by letter. About one phone in six is wrong, mostly a vowel whose sound depends on the stress:
/// near enough to find a name by.
/// </summary>
internal static class LetterToSound
{
    private static readonly string[] SilentE = ["e#", "es#", "ed#", "er#", "ers#", "ely#", "ement", "eful", "eless"];

    private static readonly ILookup<char, Rule> Rules = LetterToSoundRules.Text
        .Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Rule.Parse).ToLookup(rule => rule.Letters[0]);

    /// <summary>Phones between blanks, as in the CMU dictionary without stress; empty when there is nothing that English could pronounce.</summary>
    /// <param name="word">In any case; other characters than letters are silent.</param>
    public static string Phones(string word)
    {
        var letters = $"#{Letters(word)}#";
        var phones = new List<string>();
        for (var at = 1; at < letters.Length - 1;)
        {
            var rule = Rules[letters[at]].First(rule => rule.Fits(letters, at));
            if (rule.Phones.Length > 0)
                phones.Add(rule.Phones);
            at += rule.Letters.Length;
        }

        return string.Join(' ', phones);
    }

    /// <summary>In Spanish names ny is the nearest that English has.</summary>
    private static string Letters(string word) =>
        string.Concat(Accents.Remove(word.ToLowerInvariant().Replace("\u00f1", "ny", StringComparison.Ordinal)).Where(char.IsAsciiLetterLower));

    /// <summary>One line of <see cref="LetterToSoundRules"/>.</summary>
    private sealed record Rule(string Left, string Letters, string Right, string Phones)
    {
        public static Rule Parse(string text)
        {
            var (open, close, equals) = (text.IndexOf('[', StringComparison.Ordinal), text.IndexOf(']', StringComparison.Ordinal), text.IndexOf('=', StringComparison.Ordinal));
            return new Rule(text[..open], text[(open + 1)..close], text[(close + 1)..equals], text[(equals + 1)..]);
        }

        public bool Fits(string word, int at)
        {
            if (at < Left.Length || string.CompareOrdinal(word, at, Letters, 0, Letters.Length) != 0)
                return false;
            for (var i = 0; i < Left.Length; i++)
            {
                if (!Is(Left[i], word[at - Left.Length + i]))
                    return false;
            }

            for (int i = 0, next = at + Letters.Length; i < Right.Length; i++, next++)
            {
                if (Right[i] == '~')
                    return Array.Exists(SilentE, ending => string.CompareOrdinal(word, next, ending, 0, ending.Length) == 0);
                if (next >= word.Length || !Is(Right[i], word[next]))
                    return false;
            }

            return true;
        }

        private static bool Is(char kind, char letter) => kind switch
        {
            'V' => IsVowel(letter),
            'C' => letter != '#' && !IsVowel(letter),
            'E' => letter is 'e' or 'i' or 'y',
            _ => kind == letter,
        };

        private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
    }
}
