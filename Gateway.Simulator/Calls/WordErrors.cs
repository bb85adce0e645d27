namespace Gateway.Simulator.Calls;

/// <summary>How far a transcript is from what was said: word insertions, deletions and substitutions.</summary>
/// <param name="Errors">The fewest edits that turn the one into the other.</param>
/// <param name="Words">Words that were said.</param>
internal readonly record struct WordErrors(int Errors, int Words)
{
    /// <summary>The word error rate: errors per word said. Above 1 when more was made up than was said.</summary>
    public double Rate => Words == 0 ? Errors : (double)Errors / Words;

    /// <summary>Sums up.</summary>
    public static WordErrors operator +(WordErrors left, WordErrors right) => new(left.Errors + right.Errors, left.Words + right.Words);

    /// <summary>
    /// Compares two texts. Case, punctuation and apostrophes do not count; a run of <c>#</c> is a word and matches only a run of the
    /// same length.
    /// </summary>
    public static WordErrors Between(string said, string transcribed)
    {
        var reference = WordsOf(said);
        var hypothesis = WordsOf(transcribed);

        // Levenshtein distance, keeping one row: previous[j] is the distance of the words so far to the first j words of the hypothesis.
        var previous = Enumerable.Range(0, hypothesis.Count + 1).ToArray();
        for (var i = 0; i < reference.Count; i++)
        {
            var diagonal = previous[0];
            previous[0] = i + 1;
            for (var j = 0; j < hypothesis.Count; j++)
            {
                var substituted = diagonal + (reference[i] == hypothesis[j] ? 0 : 1);
                diagonal = previous[j + 1];
                previous[j + 1] = Math.Min(substituted, Math.Min(previous[j], previous[j + 1]) + 1);
            }
        }
        return new WordErrors(previous[^1], reference.Count);
    }

    /// <summary>The words of a text, as they are compared.</summary>
    public static List<string> WordsOf(string text)
    {
        var words = new List<string>();
        for (var rest = Plain(text).AsSpan(); !rest.IsEmpty;)
        {
            var masked = rest[0] == '#';
            var length = 0;
            while (length < rest.Length && (masked ? rest[length] == '#' : char.IsLetterOrDigit(rest[length])))
                length++;
            if (length > 0)
                words.Add(rest[..length].ToString());
            rest = rest[Math.Max(length, 1)..];
        }
        return words;
    }

    private static string Plain(string text) => text.Replace("'", "").Replace("\u2019", "").ToLowerInvariant();
}
