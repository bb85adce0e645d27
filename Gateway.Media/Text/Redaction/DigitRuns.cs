namespace Gateway.Media.Text.Redaction;

/// <summary>Puts together what may be one number.</summary>
internal static class DigitRuns
{
    /// <summary>How many hesitations, corrections and separators may stand between two groups of digits.</summary>
    private const int MostBetween = 8;

    public static List<DigitRun> Find(string text, Token[] tokens, List<Numeral> numerals, Labels labels)
    {
        var runs = new List<DigitRun>();
        foreach (var numeral in numerals)
        {
            if (numeral.Harmless is Harmless.Date or Harmless.Year)
                runs.Add(new DigitRun(numeral.First, numeral.Last, numeral.Digits, 1) { IsDate = true });
            if (numeral.Harmless != Harmless.No)
                continue;
            var run = new DigitRun(numeral.First, numeral.Last, numeral.Digits, 1)
            {
                Mixed = tokens[numeral.First].Has(WordTraits.Mixed),
                Telephone = IsTelephone(text, tokens, numeral),
            };
            if (runs.Count > 0 && Continues(tokens, labels, runs[^1], numeral.First, out var soundAlikes, out var corrected, out var conjunction))
            {
                var before = runs[^1];
                runs[^1] = before with
                {
                    Last = run.Last,
                    Digits = before.Digits + soundAlikes + run.Digits,
                    Numerals = before.Numerals + 1,
                    Corrected = before.Corrected || corrected,
                    Mixed = before.Mixed && run.Mixed,
                    Telephone = before.Telephone && run.Telephone && conjunction && !corrected,
                };
            }
            else
            {
                runs.Add(run);
            }
        }

        for (var i = 0; i < runs.Count; i++)
            runs[i] = runs[i] with { Digits = runs[i].Digits + SoundAlikesAfter(tokens, runs[i]) };
        return runs;
    }

    /// <summary>"Four one oh.": what sounds like a digit counts at the end as well, where it cannot be anything else.</summary>
    private static int SoundAlikesAfter(Token[] tokens, DigitRun run)
    {
        var digits = 0;
        for (var i = run.Last + 1; i < tokens.Length && i <= run.Last + MostBetween && tokens[i].Has(WordTraits.Filler | WordTraits.Correction | WordTraits.SoundAlike) && !tokens[i].IsNumber; i++)
            digits += tokens[i].Has(WordTraits.SoundAlike) && (tokens[i].Value == 0 || i == tokens.Length - 1) ? tokens[i].Digits : 0;
        return digits;
    }

    private static bool Continues(Token[] tokens, Labels labels, DigitRun before, int next, out int soundAlikes, out bool corrected, out bool conjunction)
    {
        (soundAlikes, corrected, conjunction) = (0, false, false);
        if (before.IsDate || next - before.Last - 1 > MostBetween)
            return false;
        for (var i = before.Last + 1; i < next; i++)
        {
            var token = tokens[i];
            if (!token.Has(WordTraits.Filler | WordTraits.Correction | WordTraits.SoundAlike | WordTraits.Conjunction) && token.Length > 1)
                return false;
            corrected |= token.Has(WordTraits.Correction);
            conjunction |= token.Has(WordTraits.Conjunction);
            soundAlikes += token.Has(WordTraits.SoundAlike) ? token.Digits : 0;
        }

        return !labels.AnyBetween(before.Last, next);
    }

    /// <summary>555-123-4567, (555) 123-4567 is two numbers, 1-800-555-0199.</summary>
    private static bool IsTelephone(string text, Token[] tokens, Numeral numeral)
    {
        var (parts, last) = (numeral.Last - numeral.First + 1, tokens[numeral.Last]);
        if (parts is not (3 or 4) || text[last.Start - 1] is not ('-' or '.') || last.Length != 4 || tokens[numeral.Last - 1].Length != 3 || tokens[numeral.Last - 2].Length != 3)
            return false;
        return parts == 3 || tokens[numeral.First] is { Length: 1 };
    }
}
