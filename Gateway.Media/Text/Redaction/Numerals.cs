namespace Gateway.Media.Text.Redaction;

/// <summary>Finds the numbers of a text and those among them that are evidently harmless.</summary>
internal static class Numerals
{
    /// <summary>The numbers, in the order of the text.</summary>
    public static List<Numeral> Find(string text, Token[] tokens)
    {
        var numerals = new List<Numeral>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (!tokens[i].IsNumber)
                continue;
            var last = tokens[i].IsWritten ? EndOfWritten(text, tokens, i) : EndOfSpelled(text, tokens, i);
            numerals.Add(new Numeral(i, last, CountDigits(tokens, i, last), Harmless.No));
            i = last;
        }

        HarmlessNumbers.Mark(text, tokens, numerals);
        return numerals;
    }

    /// <summary>How many digits the tokens stand for. "Twenty one" is two, "double four" is two.</summary>
    public static int CountDigits(Token[] tokens, int first, int last)
    {
        var digits = 0;
        for (var i = first; i <= last; i++)
            digits += DigitsAt(tokens, i);
        return digits;
    }

    /// <summary>How many digits a token stands for where it is: a unit takes the place of the zero of the ten before it.</summary>
    public static int DigitsAt(Token[] tokens, int index)
    {
        var token = tokens[index];
        if (index == 0 || token.IsWritten || token.Digits != 1)
            return token.Digits;
        var before = tokens[index - 1];
        var spanishAnd = index > 1 && token.Start - before.End == 1 && before is { Length: 1, Digits: 0 } && tokens[index - 2].Has(WordTraits.Tens);
        return (before.Has(WordTraits.Tens) && token.Start - before.End == 1) || (spanishAnd && token.Has(WordTraits.Number)) ? 0 : token.Digits;
    }

    private static int EndOfWritten(string text, Token[] tokens, int index)
    {
        while (index + 1 < tokens.Length)
        {
            var (token, next) = (tokens[index], tokens[index + 1]);
            var gap = text.AsSpan(token.End, next.Start - token.End);
            if (next.Has(WordTraits.Scale) && gap is " ")
                index++;
            else if (!next.IsWritten || next.Has(WordTraits.Mixed) || token.Has(WordTraits.Mixed) || gap.Length != 1)
                break;
            else if (gap[0] is '.' or ':' or '/' or '-' or '\u2011' || (gap[0] == ',' && next.Length == 3))
                index++;
            else
                break;
        }

        return index;
    }

    private static int EndOfSpelled(string text, Token[] tokens, int index)
    {
        while (index + 1 < tokens.Length && tokens[index + 1] is { IsNumber: true, IsWritten: false } next
            && text.AsSpan(tokens[index].End, next.Start - tokens[index].End) is " " or "-")
            index++;
        return index;
    }
}
