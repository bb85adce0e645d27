using System.Text;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Strings of single letters, also with digits, in capitals.
/// <list type="bullet">
/// <item>two or more letters: PIN, USA; letters and digits: AB123, but CVV 123 behind the name of a number; "a as in alpha", "b for bravo", "c like charlie" are the letter; "double c" is two, "double u" is W</item>
/// <item>one letter and digits: B12, when there are several digits, a label before them or nothing behind them</item>
/// <item>"a" and "i" are words beside digits but at the very end ("seat twelve a"); "i" is one where a verb follows it, "a" where a known acronym or,
/// behind a single letter, the sentence follows</item>
/// <item>a letter alone is a capital: plan B; "e mail" stays; "pin" before number or code is PIN</item>
/// </list>
/// </summary>
internal static class Letters
{
    public static void Apply(Token first)
    {
        var run = new List<Item>();
        var text = new StringBuilder();
        for (var token = first; token is not null; token = token.Next)
        {
            Collect(token, run);
            if (run.Count == 0)
                continue;
            KeepAcronymAlone(run);
            var end = run[^1].Last;
            Trim(run);
            if (IsOneString(run))
            {
                text.Clear();
                foreach (var item in run)
                    text.Append(item.Text);
                var start = run[0].First;
                start.Absorb(run[^1].Last, text.ToString(), TokenKind.Letters);
                token = start;
            }
            else
            {
                foreach (var item in run)
                {
                    if (item is { IsLetter: true, IsDoubtful: false } && item.First == item.Last)
                        CapitaliseAlone(item.First);
                }

                token = end;
            }
        }
    }

    /// <summary>All letters and digits that follow each other from here on.</summary>
    private static void Collect(Token token, List<Item> run)
    {
        run.Clear();
        for (var next = token; next is not null; next = run[^1].Last.Next!)
        {
            if (LetterAt(next) is { } letter)
                run.Add(letter);
            else if (RepeatedAt(next, run) is { } repeated)
                run.Add(repeated);
            else if (next is { Kind: TokenKind.Digits } or { Kind: TokenKind.Number, Value: < 1000 })
                run.Add(new Item(next.Text, next, next, IsLetter: false, IsDoubtful: false));
            else
                return;
        }
    }

    /// <summary>"Double c"; "triple a" only behind another letter ("i'm a triple a member").</summary>
    private static Item? RepeatedAt(Token token, List<Item> run)
    {
        if (token is not { IsWord: true, Lexeme: { Part: NumberPart.Multiple, Value: var times }, Next: { } next })
            return null;
        if (LetterAt(next) is not { } letter || (letter.IsDoubtful && !run.Exists(item => item is { IsLetter: true, IsDoubtful: false })))
            return null;
        var text = letter.Text == "U" && times == 2 ? "W" : string.Concat(Enumerable.Repeat(letter.Text, (int)times));
        return letter with { Text = text, First = token, IsDoubtful = false };
    }

    /// <summary>A letter together with an example for it, or null.</summary>
    private static Item? LetterAt(Token token)
    {
        if (token.Kind == TokenKind.Letters)
            return new Item(token.Text, token, token, IsLetter: true, IsDoubtful: false);
        if (token is not { IsWord: true, Text: [>= 'a' and <= 'z' and var letter] })
            return null;
        var example = token.Next.Says("as") && token.Next!.Next.Says("in") ? token.Next.Next!.Next
            : token.Next is { IsWord: true, Spoken: "for" or "like" } ? token.Next.Next
            : null;
        // "N for november" has its capital by now.
        var isExample = example is { IsCompound: false, Spoken: [var initial, _, ..] } && initial == letter && (example.IsWord || (example.Lexeme.Roles & Roles.Month) != 0);
        var text = char.ToUpperInvariant(letter).ToString();
        if (letter == 'x' && example.Says("x") && example!.Next.Says("ray"))
            return new Item(text, token, example.Next!, IsLetter: true, IsDoubtful: false);
        // "I like it", "a for any".
        var isWord = !token.Next.Says("as") && letter is 'a' or 'i' && ((letter == 'i' && token.Next.Says("like")) || example.Plays(Roles.Function | Roles.Subject));
        return isExample && !isWord
            ? new Item(text, token, example!, IsLetter: true, IsDoubtful: false)
            : new Item(text, token, token, IsLetter: true, IsDoubtful: letter is 'a' or 'i');
    }

    /// <summary>"C v v one two three" is CVV and a number.</summary>
    private static void KeepAcronymAlone(List<Item> run)
    {
        var letters = run.FindIndex(item => !item.IsLetter);
        if (letters is >= 2 and <= 4 && EnglishWords.NumberNames.Contains(string.Concat(run.Take(letters).Select(item => item.Text))))
            run.RemoveRange(letters, run.Count - letters);
    }

    /// <summary>Leaves out what is a word at the ends.</summary>
    private static void Trim(List<Item> run)
    {
        while (run.Count > 0 && run[^1].IsDoubtful && IsWordAtEnd(run))
            run.RemoveAt(run.Count - 1);
        var leading = 0;
        while (leading < run.Count && run[leading].IsDoubtful && IsWordAtStart(run, leading))
            leading++;
        run.RemoveRange(0, leading);
    }

    private static bool IsWordAtEnd(List<Item> run)
    {
        var (last, next) = (run[^1], run[^1].Last.Next);
        if (run.Count == 1)
            return true;
        if (!run[^2].IsLetter)
            return next is not null || (run.Count == 2 && !run[0].First.Previous.Plays(Roles.Label));
        return last.Text == "I" ? next.Plays(Roles.VerbOfI) : next is not null && run.Count == 2;
    }

    private static bool IsWordAtStart(List<Item> run, int at)
    {
        if (at + 1 >= run.Count)
            return true;
        if (!run[at + 1].IsLetter)
            return run.Count - at < 4;
        var rest = string.Concat(run.Skip(at + 1).Take(4).Select(item => item.Text));
        return run.Count - at - 1 is >= 2 and <= 4 && EnglishWords.Acronyms.Contains(rest);
    }

    private static bool IsOneString(List<Item> run)
    {
        var letters = run.Count(item => item.IsLetter);
        if (letters == 0 || run.Count < 2)
            return false;
        if (letters > 1)
            return true;
        return run.Any(item => !item.IsLetter && item.Text.Length > 1) || run[0].First.Previous.Plays(Roles.Label) || run[^1].Last.Next is null;
    }

    private static void CapitaliseAlone(Token letter)
    {
        if (!(letter.Says("e") && letter.Next.Plays(Roles.MailCue)))
            letter.Absorb(letter, letter.Text.ToUpperInvariant(), TokenKind.Letters);
    }

    /// <summary>A letter or a string of digits.</summary>
    /// <param name="Text">What is written.</param>
    /// <param name="First">Its first token.</param>
    /// <param name="Last">Its last, the example for a letter included.</param>
    /// <param name="IsLetter">Or digits.</param>
    /// <param name="IsDoubtful">Whether it may be a word: "a", "i".</param>
    private sealed record Item(string Text, Token First, Token Last, bool IsLetter, bool IsDoubtful);
}
