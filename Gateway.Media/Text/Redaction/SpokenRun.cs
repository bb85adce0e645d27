namespace Gateway.Media.Text.Redaction;

/// <summary>What the words of a run, and those around it, say about it.</summary>
internal static class SpokenRun
{
    /// <summary>Telephone numbers have 11 digits at most where this gateway is used; no other number is said in pieces and is longer.</summary>
    private const int LongestHarmless = 11;

    private const WordTraits Passing = WordTraits.Filler | WordTraits.Correction | WordTraits.SoundAlike;

    /// <summary>Whether the utterance begins with the run, so that it may go on with an earlier one.</summary>
    public static bool Begins(Token[] tokens, DigitRun run) => Only(tokens, 0, run.First, Passing | WordTraits.Linking);

    /// <summary>Whether the utterance ends with the run, so that another may go on with it.</summary>
    public static bool Ends(Token[] tokens, DigitRun run) => !run.IsDate && Only(tokens, run.Last + 1, tokens.Length, Passing);

    public static OpenRun Append(Draft draft, DigitRun run, OpenRun open, DateTimeOffset at)
    {
        var four = InFours(draft, run);
        return open.Digits == 0
            ? new OpenRun(run.Digits, run.Numerals, four && BeginsLikeCard(draft, run), at)
            : new OpenRun(Math.Min(open.Digits + run.Digits, 1000), Math.Min(open.Groups + run.Numerals, 1000), open.InFours && four, at);
    }

    /// <summary>
    /// What a number is that was said in pieces and without being asked for, as far as can be told by now: longer than harmless ones are, a
    /// second group of four after one that begins like a card, or the last part of 3-2-4.
    /// </summary>
    public static Topic Completes(DigitRun run, OpenRun open)
    {
        if (open.Digits == 0 || run.Mixed)
            return Topic.None;
        if (open.Digits + run.Digits > LongestHarmless || (open.InFours && run.Digits == 4))
            return Topic.Card;
        return open.Digits + run.Digits == 9 && open.Groups <= 2 && run.Digits <= 4 && !run.Telephone ? Topic.Ssn : Topic.None;
    }

    /// <summary>
    /// Whether a single digit is one that is being dictated: nothing but hesitation stands around it. "One" needs more of that than others.
    /// </summary>
    public static bool IsDigit(Token[] tokens, DigitRun run)
    {
        var before = run.First > 0 ? tokens[run.First - 1] : default;
        var after = run.Last + 1 < tokens.Length ? tokens[run.Last + 1] : default;
        var free = before.Length == 0 || before.Has(Passing | WordTraits.Verb | WordTraits.Linking | WordTraits.Label | WordTraits.BeforeYear);
        if (tokens[run.First].Has(WordTraits.Pronoun))
            return free && !before.Has(WordTraits.Counted) && (after.Length == 0 || after.Has(Passing));
        // "I got three wrong answers" counts something, "four" and "it's four please" do not.
        return after.Length == 0 || after.Has(Passing | WordTraits.Verb) || tokens.Length <= 3;
    }

    public static bool IsWritten(Token[] tokens, DigitRun run)
    {
        for (var i = run.First; i <= run.Last; i++)
        {
            if (tokens[i].Has(WordTraits.Number | WordTraits.SoundAlike) && !tokens[i].IsWritten)
                return false;
        }

        return true;
    }

    /// <summary>Masks the numbers of a run, and the words that sound like digits between them.</summary>
    public static void Mask(Draft draft, DigitRun run, string rule, int keep)
    {
        var tokens = draft.Tokens;
        for (var last = run.Last; last >= run.First; last--)
        {
            if (!tokens[last].IsNumber)
                continue;
            var first = last;
            while (first > run.First && tokens[first - 1].IsNumber)
                first--;
            draft.MaskNumbers(first, last, rule, keep);
            // Only the end of the last number stays; further back, what is kept has been used up.
            keep = Math.Max(0, keep - Numerals.CountDigits(tokens, first, last));
            last = first;
        }

        SoundAlikes.Mask(draft, run.First, run.Last, rule);
        MaskZeros(draft, run, rule);
        // "My PIN is for 719", "471 for.": at the edges of a run only where no sentence has such a word.
        if (run.Digits >= 3 && run.First > 0 && tokens[run.First - 1].Has(WordTraits.SoundAlike) && (run.First == 1 || tokens[run.First - 2].Has(WordTraits.Verb)))
            draft.MaskNumbers(run.First - 1, run.First - 1, rule);
        if (run.Digits >= 3 && run.Last == tokens.Length - 2 && tokens[run.Last + 1].Has(WordTraits.SoundAlike))
            draft.MaskNumbers(run.Last + 1, run.Last + 1, rule);
    }

    /// <summary>"Oh" is a zero wherever it stands inside of a number, and after hesitation at its end.</summary>
    private static void MaskZeros(Draft draft, DigitRun run, string rule)
    {
        var tokens = draft.Tokens;
        for (var i = run.First; i < tokens.Length && (i <= run.Last || tokens[i].Has(Passing)); i++)
        {
            if (tokens[i].Value == 0 && !tokens[i].IsNumber && !draft.IsMasked(i))
                draft.MaskNumbers(i, i, rule);
        }
    }

    private static bool InFours(Draft draft, DigitRun run)
    {
        for (var i = run.First; i <= run.Last; i++)
        {
            if (draft.Tokens[i].IsNumber && draft.Tokens[i].Digits != 4 && draft.Tokens[i].IsWritten)
                return false;
        }

        return run.Digits == 4 * run.Numerals;
    }

    private static bool BeginsLikeCard(Draft draft, DigitRun run) =>
        draft.Tokens[run.First].IsWritten ? draft.Text[draft.Tokens[run.First].Start] is >= '3' and <= '6' : draft.Tokens[run.First].Value is >= 3 and <= 6;

    private static bool Only(Token[] tokens, int first, int end, WordTraits traits)
    {
        for (var i = first; i < end; i++)
        {
            if (!tokens[i].Has(traits))
                return false;
        }

        return true;
    }
}
