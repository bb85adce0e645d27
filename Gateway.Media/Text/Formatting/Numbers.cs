using System.Globalization;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Composes number words to numbers, one for each that is spoken as one: "twenty two" is one, "four seven" are two.
/// <list type="bullet">
/// <item>tens and a unit, in Spanish with "y": 22; hundreds, with or without "and": 122; thousands and above: 12500</item>
/// <item>"a hundred", "a thousand"; "a million" only as money</item>
/// <item>a round number of millions keeps the word: 2 million</item>
/// <item>a unit behind a hundred or a thousand stays alone when digits go on: "eight hundred five five five" is 800, 5, 5, 5</item>
/// <item>behind a point only small numbers are read: "three point five thousand"</item>
/// <item>ordinals, from tens and a unit, a hundred and a unit: 21st, 103rd</item>
/// </list>
/// </summary>
internal static class Numbers
{
    private const long Million = 1_000_000;

    public static void Apply(Token first)
    {
        for (var token = first; token is not null; token = token.Next)
        {
            if (!token.IsWord)
                continue;
            if (token.Lexeme.Part is NumberPart.OrdinalDigit or NumberPart.OrdinalTen)
                Write(token, new Reading(token.Lexeme.Value, token), TokenKind.Ordinal);
            else if (Read(token) is { } number)
                Compose(token, number);
        }
    }

    private static void Compose(Token token, Reading number)
    {
        if (Ordinal(number) is { } ordinal)
            Write(token, ordinal, TokenKind.Ordinal);
        else if (number.Last.Lexeme is { Part: NumberPart.Scale, Value: >= Million and var scale } && number.Value % scale == 0 && number.Value / scale < Million
            && number.Last != token)
        {
            // The word stays; what stands before it is the number.
            Write(token, new Reading(number.Value / scale, number.Last.Previous!), TokenKind.Number);
        }
        else
        {
            Write(token, number, TokenKind.Number);
        }
    }

    private static void Write(Token token, Reading number, TokenKind kind)
    {
        token.Value = number.Value;
        token.Absorb(number.Last, number.Value.ToString(CultureInfo.InvariantCulture), kind);
    }

    /// <summary>The number together with an ordinal that completes it, or null.</summary>
    private static Reading? Ordinal(Reading number)
    {
        if (number.Last.Next is not { IsWord: true } next)
            return null;
        var value = next.Lexeme.Value;
        return next.Lexeme.Part switch
        {
            // "Thirty second timer" counts seconds.
            NumberPart.OrdinalDigit when next.Spoken == "second" && next.Next.Plays(Roles.Lasting) => null,
            NumberPart.OrdinalDigit when number.Value % 10 == 0 && number.Last.Lexeme is { Part: not NumberPart.Digit, Value: not 10 } => new Reading(number.Value + value, next),
            NumberPart.OrdinalTen when number.Value % 100 == 0 && number.Value > 0 => new Reading(number.Value + value, next),
            NumberPart.OrdinalScale when number.Value < value => new Reading(number.Value * value, next),
            _ => null,
        };
    }

    /// <summary>The longest number that begins here, or null.</summary>
    private static Reading? Read(Token token)
    {
        if (token.Lexeme.Part == NumberPart.None || (token.Previous.Plays(Roles.Point) && token.Previous!.Previous is { Kind: TokenKind.Number }))
            return Small(token);
        // "April thirty two thousand six": the day ends where the year begins.
        if (token.Lexeme.Part == NumberPart.Ten && token.Previous.Plays(Roles.Month) && token.Next.Says("two") && token.Next!.Next.Says("thousand"))
            return new Reading(token.Lexeme.Value, token);
        var section = Section(token, afterScale: false) ?? Implied(token);
        if (section is not { } number)
            return null;

        var (total, last) = (0L, number.Last);
        var limit = long.MaxValue;
        while (true)
        {
            if (last.Next is not { IsWord: true, Lexeme: { Part: NumberPart.Scale, Value: var scale } } word || scale >= limit || number.Value == 0)
                return new Reading(total + number.Value, last);
            (total, last, limit) = (total + number.Value * scale, word, scale);
            if (Section(AfterAnd(word), afterScale: true) is not { } following)
                return new Reading(total, last);
            // "Two thousand three million" is two numbers, whatever that means.
            if (following.Last.Next is { IsWord: true, Lexeme: { Part: NumberPart.Scale, Value: var above } } && above >= limit)
                return new Reading(total, last);
            (number, last) = (following, following.Last);
        }
    }

    /// <summary>"A hundred", "a thousand", "un millón", "mil": a one that is not said as such.</summary>
    private static Reading? Implied(Token token)
    {
        if (token.Lexeme is { Part: NumberPart.Scale, Value: 1000 } && token.Spoken == "mil" && token.Next is not null && !token.Next.Plays(Roles.Thanks))
            return Thousand(token);
        if (token.Lexeme.Part != NumberPart.Article || token.Next is not { IsWord: true } next)
            return null;
        return next.Lexeme switch
        {
            { Part: NumberPart.Hundred } => Section(token, afterScale: false, article: true),
            { Part: NumberPart.Scale, Value: >= Million } when token.Spoken == "a" && !next.Next.Plays(Roles.Currency) => null,
            { Part: NumberPart.Scale } => new Reading(1, token),
            _ => null,
        };
    }

    private static Reading Thousand(Token mil) => Section(mil.Next, afterScale: true) is { } rest && !rest.Last.Next.Is(NumberPart.Scale)
        ? new Reading(1000 + rest.Value, rest.Last)
        : new Reading(1000, mil);

    /// <summary>A number below a thousand, or "twelve hundred".</summary>
    private static Reading? Section(Token? token, bool afterScale, bool article = false)
    {
        if (token is not { IsWord: true })
            return null;
        if (token.Lexeme.Part == NumberPart.Hundreds)
        {
            return (Small(token.Next) ?? Un(token.Next)) is { } rest && !GoesOn(rest)
                ? new Reading(token.Lexeme.Value + rest.Value, rest.Last)
                : new Reading(token.Lexeme.Value, token);
        }

        var small = article ? new Reading(1, token) : Small(token) ?? (afterScale ? Un(token) : null);
        if (small is not { } number)
            return null;
        if (!number.Last.Next.Is(NumberPart.Hundred) || number.Value == 0 || (number.Value >= 10 && number.Value % 10 == 0))
            return afterScale && GoesOn(number) ? null : number;
        var hundred = number.Last.Next!;
        return Small(AfterAnd(hundred)) is { } added && !GoesOn(added)
            ? new Reading(number.Value * 100 + added.Value, added.Last)
            : new Reading(number.Value * 100, hundred);
    }

    /// <summary>"Ciento un", "mil un": the article ends a number.</summary>
    private static Reading? Un(Token? token) => token.Says("un") ? new Reading(1, token!) : null;

    /// <summary>A number below a hundred.</summary>
    private static Reading? Small(Token? token)
    {
        if (token is not { IsWord: true })
            return null;
        var value = token.Lexeme.Value;
        switch (token.Lexeme.Part)
        {
            case NumberPart.Digit or NumberPart.Teen:
                return new Reading(value, token);
            case NumberPart.Ten:
                var unit = token.Next.Says("y") ? token.Next!.Next : token.Next;
                // "Treinta y un", but "twenty a month".
                return unit is { IsWord: true, Lexeme: { Part: NumberPart.Digit or NumberPart.Article, Value: > 0 and var units } }
                    && (unit != token.Next || unit.Lexeme.Part == NumberPart.Digit)
                    ? new Reading(value + units, unit)
                    : new Reading(value, token);
            default:
                return null;
        }
    }

    /// <summary>A single digit that others follow belongs to them.</summary>
    private static bool GoesOn(Reading number) => number.Last.Lexeme.Part == NumberPart.Digit && number.Value < 10
        && number.Last.Next is { IsWord: true, Lexeme.Part: NumberPart.Digit or NumberPart.Oh or NumberPart.Teen or NumberPart.Ten or NumberPart.Multiple };

    private static Token? AfterAnd(Token token) => token.Next.Says("and") ? token.Next!.Next : token.Next;

    private static bool Is(this Token? token, NumberPart part) => token is { IsWord: true } && token.Lexeme.Part == part;

    /// <summary>A number and the last word that belongs to it.</summary>
    private readonly record struct Reading(long Value, Token Last);
}
