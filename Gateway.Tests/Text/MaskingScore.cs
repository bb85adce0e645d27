using System.Globalization;
using System.Text;

namespace Gateway.Tests.Text;

/// <summary>
/// Counts what was masked against what should have been. A unit is a digit, a number that is still a word, or a letter where letters are
/// secret as well.
/// </summary>
internal sealed class MaskingScore
{
    /// <summary>What masked something without saying so.</summary>
    public const string Nobody = "other";

    /// <summary>What a recogniser makes of two, four, one and eight. Among secret digits they may stay or go.</summary>
    private static readonly string[] SoundAlikes = ["to", "too", "for", "won", "ate"];

    private static readonly string[] NumberWords =
    [
        .. SoundAlikes, "oh", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve",
    ];

    private readonly SortedDictionary<string, (int Masked, int Readable, int Wrongly)> _units = new(StringComparer.Ordinal);

    public IEnumerable<string> Entities => _units.Keys;

    /// <summary>The part of what is secret that was masked; 1 when nothing is secret.</summary>
    public double Recall(string entity) => Share(Of(entity).Masked, Of(entity).Readable);

    /// <summary>The part of what was masked that is secret; 1 when nothing was masked.</summary>
    public double Precision(string entity) => Share(Of(entity).Masked, Of(entity).Wrongly);

    /// <summary>Compares word by word.</summary>
    /// <param name="written">What went into the redactor; as many words as <paramref name="expected"/>.</param>
    /// <param name="masked">What came out of it.</param>
    /// <param name="expected">What is secret among the words.</param>
    /// <param name="isSecret">Whether an entity is switched on.</param>
    /// <param name="ruleAt">The rule that masked the character at a place in <paramref name="written"/>, or null.</param>
    /// <returns>Null, or what is wrong in a few words.</returns>
    public string? Add(string written, string masked, IReadOnlyList<LabelledWord> expected, Func<string, bool> isSecret, Func<int, string?> ruleAt)
    {
        var (words, left) = (written.Split(' '), masked.Split(' '));
        string? wrong = null;
        var (i, start) = (0, 0);
        foreach (var mask in left)
        {
            // Numbers that are still words and follow each other may have become one mask.
            for (var covered = Math.Max(1, Covered(words.AsSpan(i), mask)); covered > 0; covered--, i++)
            {
                if (i == words.Length)
                    return "the number of words has changed";
                if (MaskedCharacters(words[i], mask) is not { } gone)
                    return $"'{words[i]}' has become '{mask}'";
                if (expected[i].Entity is { } entity && isSecret(entity))
                    wrong = AddSecret(entity, words[i], gone) ?? wrong;
                else if (gone.Contains(true) && !IsSoundAlike(expected, i))
                    wrong = AddReadable(words[i], gone, ruleAt(start + gone.IndexOf(true)) ?? Nobody);
                start += words[i].Length + 1;
            }
        }

        return i < words.Length ? "the number of words has changed" : wrong;
    }

    public override string ToString()
    {
        var table = new StringBuilder();
        table.AppendLine(CultureInfo.InvariantCulture, $"{"entity",-20} {"masked",7} {"missed",7} {"wrongly",7} {"recall",8} {"precision",9}");
        foreach (var (entity, (masked, readable, wrongly)) in _units)
            table.AppendLine(CultureInfo.InvariantCulture, $"{entity,-20} {masked,7} {readable,7} {wrongly,7} {Recall(entity),8:P1} {Precision(entity),9:P1}");
        return table.ToString();
    }

    private static double Share(int right, int wrong) => right + wrong == 0 ? 1 : (double)right / (right + wrong);

    /// <summary>How many number words a mask stands for: one hash mark is one of them. Zero when it is something else.</summary>
    private static int Covered(ReadOnlySpan<string> words, string mask)
    {
        var marks = WrittenWord.Bare(mask);
        if (marks.Any(mark => mark != '#') || marks.Length > words.Length)
            return 0;
        foreach (var word in words[..marks.Length])
        {
            if (!NumberWords.Contains(WrittenWord.Bare(word)))
                return 0;
        }

        return marks.Length;
    }

    /// <summary>Which characters of a word are masked; all of them when a number word became hash marks; null when it is another word.</summary>
    private static List<bool>? MaskedCharacters(string word, string left)
    {
        if (word.Length == left.Length && word.Zip(left).All(pair => pair.First == pair.Second || (pair.Second == '#' && char.IsLetterOrDigit(pair.First))))
            return [.. word.Zip(left, (before, after) => before != after)];
        var bare = WrittenWord.Bare(left);
        return bare.Length > 0 && bare.All(character => character == '#') && !word.Any(char.IsDigit) ? [.. word.Select(char.IsLetter)] : null;
    }

    private static bool IsSoundAlike(IReadOnlyList<LabelledWord> words, int i) => SoundAlikes.Contains(WrittenWord.Bare(words[i].Text))
        && ((i > 0 && words[i - 1].Entity is not null) || (i + 1 < words.Count && words[i + 1].Entity is not null));

    private string? AddSecret(string entity, string word, List<bool> gone)
    {
        var secret = Units(entity, word);
        var masked = secret.Count(position => gone[position]);
        var (before, readable, wrongly) = Of(entity);
        _units[entity] = (before + masked, readable + secret.Count - masked, wrongly);
        return masked == secret.Count ? null : $"'{word}' can be read ({entity})";
    }

    private string AddReadable(string word, List<bool> gone, string rule)
    {
        var (masked, readable, before) = Of(rule);
        _units[rule] = (masked, readable, before + (word.Any(char.IsDigit) ? gone.Count(masked => masked) : 1));
        return $"'{word}' was masked ({rule})";
    }

    /// <summary>The places of what must not be read.</summary>
    private static List<int> Units(string entity, string word)
    {
        var digits = Enumerable.Range(0, word.Length).Where(place => char.IsDigit(word[place])).ToList();
        var all = Enumerable.Range(0, word.Length).Where(place => char.IsLetterOrDigit(word[place])).ToList();
        return entity switch
        {
            "PASSWORD" or "EMAIL" or "PROFANITY" => all,
            "DOB" => digits,
            _ when digits.Count > 0 => digits,
            _ => [all[0]],
        };
    }

    private (int Masked, int Readable, int Wrongly) Of(string entity) => _units.GetValueOrDefault(entity);
}
