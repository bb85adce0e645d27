namespace Gateway.Media.Text.Redaction;

/// <summary>
/// Words that sound like a digit, among masked numbers. "For seven one nine" is a PIN misheard, "for twenty dollars" is not: it takes two
/// masked number words on one side, or one on each.
/// </summary>
internal static class SoundAlikes
{
    public static void Mask(Draft draft, int first, int last, string rule)
    {
        // Forwards and then backwards, so that several of them in a row are found from either side.
        for (var i = first; i <= last; i++)
            MaskOne(draft, i, rule);
        for (var i = last; i >= first; i--)
            MaskOne(draft, i, rule);
    }

    private static void MaskOne(Draft draft, int index, string rule)
    {
        if (!draft.Tokens[index].Has(WordTraits.SoundAlike) || draft.IsMasked(index))
            return;
        if (NumbersBeside(draft, index, -1) + NumbersBeside(draft, index, +1) >= 2)
            draft.MaskNumbers(index, index, rule);
    }

    private static int NumbersBeside(Draft draft, int index, int step)
    {
        var numbers = 0;
        // Two are as good as more, and looking no further keeps the cost linear.
        for (var i = index + step; numbers < 2 && i >= 0 && i < draft.Tokens.Length && draft.IsMasked(i) && Touch(draft, i, i - step); i += step)
            numbers += Numerals.DigitsAt(draft.Tokens, i) > 0 ? 1 : 0;
        return numbers;
    }

    private static bool Touch(Draft draft, int one, int other)
    {
        var (before, after) = one < other ? (draft.Tokens[one], draft.Tokens[other]) : (draft.Tokens[other], draft.Tokens[one]);
        return draft.Text.AsSpan(before.End, after.Start - before.End).IndexOfAnyExcept(Draft.Separators) < 0;
    }
}
