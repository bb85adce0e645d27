namespace Gateway.Media.Text.Redaction;

/// <summary>
/// Recognises numbers that say themselves that they are no part of a secret: prices, times, dates, counted things, addresses. When digits
/// stand directly before or after such a number it may be a part of theirs, and is not spared.
/// </summary>
internal static class HarmlessNumbers
{
    /// <summary>More digits than this are no count, price or address, whatever stands beside them.</summary>
    private const int MostDigits = 9;

    /// <summary>How far from its number the kind of a street may be: "12 North Martin Luther King Avenue".</summary>
    private const int StreetName = 5;

    public static void Mark(string text, Token[] tokens, List<Numeral> numerals)
    {
        for (var i = numerals.Count - 1; i >= 0; i--)
        {
            var numeral = numerals[i];
            if (numeral.Digits > MostDigits)
                continue;
            var touched = i > 0 && numerals[i - 1].Touches(numeral);
            var touches = i + 1 < numerals.Count && numeral.Touches(numerals[i + 1]);
            var next = i + 1 < numerals.Count ? numerals[i + 1] : default;
            // Digits after it, or many before it, make "05/12" and "11:30" a part of something longer.
            var crowded = (touches && next.Harmless == Harmless.No) || (touched && numerals[i - 1].Digits >= 3 && !IsYearLike(text, tokens, numerals[i - 1]));
            var follows = (i > 0 && OnlyHesitation(tokens, numerals[i - 1].Last + 1, numeral.First))
                || SpokenRun.ZerosBefore(text, tokens, new DigitRun(numeral.First, numeral.Last, numeral.Digits, 1), out _) > 0;
            var why = Why(text, tokens, numeral, touched, touches, crowded, follows, next);
            if (why != Harmless.No)
                numerals[i] = numeral with { Harmless = why };
        }

        MarkYearsOfDates(text, tokens, numerals);
    }

    private static Harmless Why(string text, Token[] tokens, Numeral numeral, bool touched, bool touches, bool crowded, bool follows, Numeral next)
    {
        var before = numeral.First > 0 ? tokens[numeral.First - 1] : default;
        var after = numeral.Last + 1 < tokens.Length ? tokens[numeral.Last + 1] : default;
        if (IsOrdinal(text, tokens, numeral))
            return after.In(text) is "of" && numeral.Last + 2 < tokens.Length && tokens[numeral.Last + 2].Has(WordTraits.Month) ? Harmless.Date : Harmless.Ordinal;
        if (!crowded && (IsTimeByMeridiem(text, tokens, numeral, after) || (!follows && IsTimeOfParts(text, tokens, numeral))))
            return Harmless.Time;
        if (IsDateByMonth(text, tokens, numeral, before, after) || (!crowded && !follows && IsDateOfParts(text, tokens, numeral)))
            return Harmless.Date;
        if (!(touches && next.Harmless == Harmless.No) && HasCurrencySign(text, tokens, numeral))
            return Harmless.Money;
        if (touched || touches || (numeral.Digits >= 3 && next is { Digits: >= 3, Harmless: Harmless.No } && next.First == numeral.Last + 2))
            return Harmless.No;
        if ((after.Has(WordTraits.Money) && IsNear(text, tokens, numeral, after)) || FollowedByPercent(text, tokens, numeral))
            return Harmless.Money;
        if ((!follows && IsPronoun(text, tokens, numeral, before)) || IsNumberOfDigits(text, tokens, numeral, before))
            return Harmless.Count;
        if (tokens[numeral.Last].Has(WordTraits.Scale) || (after.Length > 0 && IsCounted(text, tokens, numeral, after)))
            return Harmless.Count;
        if (after.Has(WordTraits.Range) && next.Harmless is Harmless.Money or Harmless.Time or Harmless.Count && next.First == numeral.Last + 2 && numeral.Digits <= 4)
            return next.Harmless;
        if (IsHouse(text, tokens, numeral))
            return Harmless.Address;
        return !follows && IsYear(text, tokens, numeral, before) ? Harmless.Year : Harmless.No;
    }

    private static bool IsOrdinal(string text, Token[] tokens, Numeral numeral)
    {
        var token = tokens[numeral.First];
        return numeral.First == numeral.Last && token.Has(WordTraits.Mixed) && token.Digits <= 3 && token.Length == token.Digits + 2
            && token.In(text)[^2..] is "st" or "nd" or "rd" or "th" or "ST" or "ND" or "RD" or "TH";
    }

    /// <summary>"After that one": in a number that is being spoken.</summary>
    private static bool OnlyHesitation(Token[] tokens, int first, int end)
    {
        if (end - first > 5)
            return false;
        for (var i = first; i < end; i++)
        {
            if (!tokens[i].Has(WordTraits.Filler | WordTraits.Correction))
                return false;
        }

        return true;
    }

    private static bool IsTimeOfParts(string text, Token[] tokens, Numeral numeral)
    {
        var (first, last) = (tokens[numeral.First], tokens[numeral.Last]);
        return numeral.Last == numeral.First + 1 && first is { IsWritten: true, Length: <= 2 } && last.Length == 2 && text[first.End] == ':' && (first.Length == 1 || text[first.Start] <= '2');
    }

    private static bool IsTimeByMeridiem(string text, Token[] tokens, Numeral numeral, Token after)
    {
        var (first, last) = (tokens[numeral.First], tokens[numeral.Last]);
        if (first.Has(WordTraits.Mixed))
            return first.Digits <= 2 && first.In(text)[first.Digits..] is "am" or "pm" or "AM" or "PM";
        return numeral.Digits <= 4 && after.Length > 0 && after.Start - last.End == 1 && IsMeridiem(text, tokens, numeral.Last + 1);
    }

    public static bool IsMeridiem(string text, Token[] tokens, int index)
    {
        var word = tokens[index].In(text);
        return word.Equals("am", StringComparison.OrdinalIgnoreCase) || word.Equals("pm", StringComparison.OrdinalIgnoreCase)
            || word.Equals("o'clock", StringComparison.OrdinalIgnoreCase)
            || (word is "a" or "p" or "A" or "P" && index + 1 < tokens.Length && tokens[index + 1].In(text) is "m" or "M");
    }

    private static bool IsDateByMonth(string text, Token[] tokens, Numeral numeral, Token before, Token after)
    {
        var (first, last) = (tokens[numeral.First], tokens[numeral.Last]);
        if (numeral.Digits <= 2 && ((before.Has(WordTraits.Month) && first.Start - before.End <= 2) || (after.Has(WordTraits.Month) && after.Start - last.End == 1)))
            return true;
        // "3 de marzo".
        if (numeral.Digits <= 2 && after.In(text) is "de" && numeral.Last + 2 < tokens.Length && tokens[numeral.Last + 2].Has(WordTraits.Month))
            return true;
        return IsYearLike(text, tokens, numeral) && before.Has(WordTraits.Month);
    }

    /// <summary>5/12, 5/12/2026, 2026-05-12; not 123-45-6789 and not 4111-1111.</summary>
    private static bool IsDateOfParts(string text, Token[] tokens, Numeral numeral)
    {
        var (first, last) = (tokens[numeral.First], tokens[numeral.Last]);
        if (!first.IsWritten || !last.IsWritten || numeral.Last - numeral.First is not (1 or 2) || text[first.End] is not ('/' or '-') || text[last.Start - 1] != text[first.End])
            return false;
        if (numeral.Last == numeral.First + 1)
            return text[first.End] == '/' && first.Length <= 2 && last.Length is 1 or 2 or 4;
        var middle = tokens[numeral.First + 1];
        return middle.Length <= 2 && ((first.Length <= 2 && last.Length is 2 or 4) || (first.Length == 4 && last.Length <= 2 && first.In(text)[..2] is "19" or "20"));
    }

    private static bool HasCurrencySign(string text, Token[] tokens, Numeral numeral)
    {
        var start = tokens[numeral.First].Start;
        return start > 0 && text[start - 1] is '$' or '€' or '£' or '¥';
    }

    private static bool FollowedByPercent(string text, Token[] tokens, Numeral numeral)
    {
        var end = tokens[numeral.Last].End;
        return end < text.Length && text[end] == '%';
    }

    private static bool IsNear(string text, Token[] tokens, Numeral numeral, Token after) =>
        text.AsSpan(tokens[numeral.Last].End, after.Start - tokens[numeral.Last].End) is " " or "-";

    private static bool IsCounted(string text, Token[] tokens, Numeral numeral, Token after)
    {
        if (!IsNear(text, tokens, numeral, after))
            return false;
        var few = numeral.Digits <= 2 || (numeral.Digits == 3 && tokens[numeral.First].Digits == 3);
        if (after.Has(WordTraits.Counted))
            return few || (!after.Has(WordTraits.Filler | WordTraits.Linking | WordTraits.Range) && numeral.Digits <= 7);
        // "Two suitcases": a plural that is no word of its own.
        var word = after.In(text);
        return numeral.Digits <= 2 && word.Length >= 5 && word[^1] == 's' && word[^2] != 's' && word[^2] != '\'' && word[^2] != '\u2019' && after.Traits == WordTraits.None
            && word is not ("always" or "thanks" or "besides" or "perhaps" or "gracias" or "entonces" or "guys" or "folks" or "comes");
    }

    /// <summary>"This one", "the other one".</summary>
    private static bool IsPronoun(string text, Token[] tokens, Numeral numeral, Token before) => numeral.Digits == 1 && tokens[numeral.First].Has(WordTraits.Pronoun)
        && before.In(text) is "this" or "that" or "which" or "This" or "That" or "Which" or "the" or "The" or "other" or "another" or "each" or "every" or "any" or "new" or "old"
            or "wrong" or "only" or "same" or "good" or "red" or "blue" or "green" or "larger" or "smaller";

    /// <summary>"The first four are", "the next eight": how many digits, and not which.</summary>
    private static bool IsNumberOfDigits(string text, Token[] tokens, Numeral numeral, Token before) => numeral.Digits <= 2 && numeral.First > 1
        && before.In(text) is "first" or "next" or "last" or "other" or "remaining" && tokens[numeral.First].Start - before.End == 1
        && tokens[numeral.First - 2].In(text) is "the" or "The" or "your" or "my" or "Your" or "My" or "these" or "those";

    private static bool IsHouse(string text, Token[] tokens, Numeral numeral)
    {
        if (numeral.Digits > 5 || numeral.First != numeral.Last || !tokens[numeral.First].IsWritten)
            return false;
        for (var i = numeral.Last + 1; i < tokens.Length && i <= numeral.Last + StreetName; i++)
        {
            if (text.AsSpan(tokens[i - 1].End, tokens[i].Start - tokens[i - 1].End).ContainsAny('.', '?', ','))
                return false;
            if (tokens[i].Has(WordTraits.Street))
                return i > numeral.Last + 1;
            if (tokens[i].Has(WordTraits.Filler | WordTraits.Correction | WordTraits.Verb) || (tokens[i].IsNumber && !tokens[i].Has(WordTraits.Mixed)))
                return false;
        }

        return false;
    }

    private static bool IsYear(string text, Token[] tokens, Numeral numeral, Token before) =>
        before.Has(WordTraits.BeforeYear) && IsYearLike(text, tokens, numeral)
        && !(numeral.First > 1 && tokens[numeral.First - 2].In(text) is "ends" or "ending" or "end" or "ended" or "starts" or "starting" or "begins" or "beginning");

    private static bool IsYearLike(string text, Token[] tokens, Numeral numeral) =>
        numeral.First == numeral.Last && tokens[numeral.First] is { IsWritten: true, Length: 4, Digits: 4 } year && year.In(text)[..2] is "19" or "20";

    /// <summary>"March 3, 2026": the year belongs to the day before it.</summary>
    private static void MarkYearsOfDates(string text, Token[] tokens, List<Numeral> numerals)
    {
        for (var i = 1; i < numerals.Count; i++)
        {
            if (numerals[i].Harmless == Harmless.No && numerals[i - 1].Harmless is Harmless.Date or Harmless.Ordinal && IsYearLike(text, tokens, numerals[i])
                && (numerals[i - 1].Touches(numerals[i]) || (numerals[i].First - numerals[i - 1].Last <= 4 && BetweenIsMonth(tokens, numerals[i - 1].Last + 1, numerals[i].First)))
                && !(i + 1 < numerals.Count && numerals[i].Touches(numerals[i + 1])))
                numerals[i] = numerals[i] with { Harmless = Harmless.Date };
        }
    }

    private static bool BetweenIsMonth(Token[] tokens, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            if (tokens[i].Has(WordTraits.Month))
                return true;
        }

        return false;
    }
}
