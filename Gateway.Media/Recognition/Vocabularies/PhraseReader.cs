namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>Reads a written phrase aloud, one piece between blanks after the other.</summary>
internal static class PhraseReader
{
    /// <summary>Longer words in capitals are words that somebody writes in capitals.</summary>
    private const int LongestInitialism = 6;

    private static readonly Dictionary<string, string> StreetWords = Pairs(
        "n north s south e east w west ne northeast nw northwest se southeast sw southwest "
        + "st street ave avenue av avenue blvd boulevard rd road dr drive ln lane ct court pl place sq square ter terrace cir circle pkwy parkway "
        + "hwy highway fwy freeway expy expressway rte route trl trail plz plaza xing crossing mt mount ft fort apt apartment ste suite fl floor "
        + "bldg building no number hts heights jct junction pt point");

    private static readonly Dictionary<string, string> Titles = Pairs(
        "dr doctor mr mister mrs missus ms miz jr junior sr senior st saint prof professor inc incorporated corp corporation co company ltd limited bros brothers intl international");

    /// <summary>The readings of each part of a piece, the likeliest first.</summary>
    /// <param name="piece">What stands between two blanks; not empty.</param>
    /// <param name="category">What the phrase is, or null.</param>
    /// <param name="isFirst">Whether nothing readable stands before it.</param>
    public static IEnumerable<IReadOnlyList<string>> Read(string piece, VocabularyCategory? category, bool isFirst)
    {
        var bare = piece.TrimEnd('.', ',').ToLowerInvariant();
        if (SpokenMoney.Read(piece, category) is { Count: > 0 } amount)
            return [amount];
        if (category == VocabularyCategory.Address && !(isFirst && bare == "st") && StreetWords.TryGetValue(bare, out var street))
            return [[street]];
        if (category != VocabularyCategory.Number && Titles.TryGetValue(bare, out var title))
            return [[title]];
        if (bare is [.., 's', 't'] or [.., 'n', 'd'] or [.., 'r', 'd'] or [.., 't', 'h'] && bare.Length > 2 && bare.Length - 2 <= SpokenNumbers.MaxCardinalDigits && bare[..^2].All(char.IsAsciiDigit))
            return [[SpokenNumbers.Ordinal(SpokenNumbers.Value(bare[..^2]))]];
        return Parts(piece).Select(part => Part(part, category));
    }

    private static IReadOnlyList<string> Part(string part, VocabularyCategory? category)
    {
        if (char.IsAsciiDigit(part[0]))
            return Digits(part, category);
        if (!char.IsLetter(part[0]))
            return part switch { "&" => ["and"], "+" => ["plus"], "%" => ["percent"], "@" => ["at"], _ => [] };
        var word = part.ToLowerInvariant();
        if (part.Length is 1 or > LongestInitialism || !part.All(char.IsUpper))
            return [word];
        var letters = string.Join(' ', word.AsEnumerable());
        if (category is null)
            return [word, letters];
        // "NASA" may be a word; "IEEE" and "IBM" cannot.
        return part.Length > 3 && word.Any(IsVowel) && !word.All(IsVowel) ? [letters, word] : [letters];
    }

    private static string[] Digits(string digits, VocabularyCategory? category) => category switch
    {
        VocabularyCategory.Number => [.. SpokenNumbers.OneByOne(digits), .. SpokenNumbers.Cardinals(digits), .. SpokenNumbers.Pairs(digits)],
        VocabularyCategory.Address => [.. SpokenNumbers.Pairs(digits), .. SpokenNumbers.OneByOne(digits), .. SpokenNumbers.Cardinals(digits)],
        VocabularyCategory.Currency => [.. SpokenNumbers.Cardinals(digits), .. SpokenNumbers.Pairs(digits), .. SpokenNumbers.OneByOne(digits)],
        _ => [.. SpokenNumbers.Cardinals(digits), .. SpokenNumbers.OneByOne(digits), .. SpokenNumbers.Pairs(digits)],
    };

    /// <summary>Letters, digits and signs apart: "AT&amp;T" is three parts, "B12" two, "O'Brien" one.</summary>
    private static IEnumerable<string> Parts(string piece)
    {
        for (var start = 0; start < piece.Length;)
        {
            var end = start + 1;
            if (char.IsAsciiDigit(piece[start]))
            {
                while (end < piece.Length && char.IsAsciiDigit(piece[end]))
                    end++;
            }
            else if (char.IsLetter(piece[start]))
            {
                while (end < piece.Length && (char.IsLetter(piece[end]) || (piece[end] is '\'' or '\u2019' && end + 1 < piece.Length && char.IsLetter(piece[end + 1]))))
                    end++;
            }

            yield return piece[start..end].Replace('\u2019', '\'');
            start = end;
        }
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static Dictionary<string, string> Pairs(string words) =>
        words.Split(' ').Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
