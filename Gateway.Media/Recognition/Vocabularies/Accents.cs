using System.Text;

namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>
/// Letters without their accents. By a table of its own, because the runtime's normalisation does nothing where it has no Unicode library, and containers often have none.
/// </summary>
internal static class Accents
{
    private static readonly Dictionary<char, string> Plain = Table("a\u00e0\u00e1\u00e2\u00e3\u00e4\u00e5 c\u00e7 e\u00e8\u00e9\u00ea\u00eb i\u00ec\u00ed\u00ee\u00ef n\u00f1 o\u00f2\u00f3\u00f4\u00f5\u00f6\u00f8 u\u00f9\u00fa\u00fb\u00fc y\u00fd\u00ff ss\u00df ae\u00e6 oe\u0153 th\u00f0\u00fe");

    /// <summary>Whether it is a letter of English or of the western European languages in lower case, or an accent that follows its letter.</summary>
    public static bool IsWesternLetter(char character) => char.IsAsciiLetterLower(character) || Plain.ContainsKey(character) || character is >= '\u0300' and <= '\u036f';

    /// <summary>The same letters in lower case without accents; other characters stay.</summary>
    public static string Remove(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text.ToLowerInvariant())
        {
            if (Plain.TryGetValue(character, out var letters))
                plain.Append(letters);
            else if (character is not (>= '\u0300' and <= '\u036f'))
                plain.Append(character);
        }

        return plain.ToString();
    }

    /// <param name="groups">The plain letters, and behind them those that are written so.</param>
    private static Dictionary<char, string> Table(string groups) => groups.Split(' ')
        .SelectMany(group => group.Where(character => !char.IsAscii(character)).Select(accented => (accented, string.Concat(group.Where(char.IsAscii)))))
        .ToDictionary(pair => pair.accented, pair => pair.Item2);
}
