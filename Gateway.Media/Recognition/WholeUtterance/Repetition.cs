namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>
/// The same few words again and again, in which engines get caught. People repeat themselves too, but say "no" five times, not "thank you for watching"; and numbers have
/// repetitions by nature.
/// </summary>
internal static class Repetition
{
    private const int MaxWords = 8;
    private const int MinTimes = 5;
    private const int MinLetters = 40;

    /// <summary>Where the first one is, from its first word to its last; null when there is none.</summary>
    public static Range? FirstIn(List<PlacedWord> words)
    {
        var folded = words.ConvertAll(static word => WordPlacement.Fold(word.Text));
        for (var period = 1; period <= MaxWords; period++)
        {
            var same = 0;
            for (var i = 0; i + period <= folded.Count; i++)
            {
                if (i + period < folded.Count && folded[i] == folded[i + period])
                {
                    same++;
                    continue;
                }

                var run = (i - same)..(i + period);
                if (same >= (MinTimes - 1) * period && IsTooMuch(folded, run))
                    return run;
                same = 0;
            }
        }

        return null;
    }

    private static bool IsTooMuch(List<string> folded, Range run)
    {
        var (first, count) = run.GetOffsetAndLength(folded.Count);
        var repeated = folded.GetRange(first, count);
        return repeated.Sum(static word => word.Length) >= MinLetters && !InventedText.HasNumber(string.Join(' ', repeated));
    }
}
