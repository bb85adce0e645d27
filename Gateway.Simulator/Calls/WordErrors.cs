namespace Gateway.Simulator.Calls;

/// <summary>How far a transcript is from what was said, by the fewest edits that turn the one into the other.</summary>
/// <param name="Substitutions">Words that were understood as others.</param>
/// <param name="Deletions">Words that were said and not understood.</param>
/// <param name="Insertions">Words that were understood and not said.</param>
/// <param name="Words">Words that were said.</param>
internal readonly record struct WordErrors(int Substitutions, int Deletions, int Insertions, int Words)
{
    /// <summary>All edits.</summary>
    public int Errors => Substitutions + Deletions + Insertions;

    /// <summary>The word error rate: errors per word said. Above 1 when more was made up than was said.</summary>
    public double Rate => Words == 0 ? Errors : (double)Errors / Words;

    /// <summary>Sums up.</summary>
    public static WordErrors operator +(WordErrors left, WordErrors right) => new(
        left.Substitutions + right.Substitutions, left.Deletions + right.Deletions, left.Insertions + right.Insertions, left.Words + right.Words);

    /// <summary>
    /// Compares two texts. Case, punctuation and apostrophes do not count; a run of <c>#</c> is a word and matches only a run of the
    /// same length.
    /// </summary>
    public static WordErrors Between(string said, string transcribed)
    {
        var reference = WordsOf(said);
        var hypothesis = WordsOf(transcribed);

        // Levenshtein distance, keeping one row: previous[j] turns the words so far into the first j words of the hypothesis.
        var previous = Enumerable.Range(0, hypothesis.Count + 1).Select(static j => new WordErrors(0, 0, j, 0)).ToArray();
        foreach (var word in reference)
        {
            var diagonal = previous[0];
            previous[0] = previous[0] with { Deletions = previous[0].Deletions + 1 };
            for (var j = 0; j < hypothesis.Count; j++)
            {
                var best = word == hypothesis[j] ? diagonal : diagonal with { Substitutions = diagonal.Substitutions + 1 };
                var deleted = previous[j + 1] with { Deletions = previous[j + 1].Deletions + 1 };
                var inserted = previous[j] with { Insertions = previous[j].Insertions + 1 };
                if (deleted.Errors < best.Errors)
                    best = deleted;
                if (inserted.Errors < best.Errors)
                    best = inserted;
                diagonal = previous[j + 1];
                previous[j + 1] = best;
            }
        }
        return previous[^1] with { Words = reference.Count };
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
