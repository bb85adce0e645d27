using Gateway.Core;
using Gateway.Media.Recognition;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Text that its engine, or this formatter, has written already: left alone but for a mark at the end that is missing.
/// </summary>
internal static class WrittenText
{
    private const string Marks = ".,?!;:\u2026";
    private const string Around = Marks + "\"'\u201c\u201d\u2018\u2019()[]\u00bf\u00a1\u2014\u2013-*";
    private const string Closing = "\"'\u201d\u2019)]";
    private static readonly HashSet<string> Abbreviations = ["mr.", "mrs.", "ms.", "dr.", "st.", "jr.", "sr.", "al.", "vs.", "inc.", "corp.", "co.", "etc."];

    /// <summary>
    /// Whether an utterance carries punctuation. Full stops of abbreviations and of spelled letters ("p." as dictionaries spell them) are none,
    /// unless the utterance has capitals or figures besides.
    /// </summary>
    public static bool Is(IReadOnlyList<HypothesisWord> words)
    {
        var (dotted, written) = (false, false);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i].Text;
            // A phrase of the vocabulary says nothing of how the engine writes.
            if (word.Length == 0 || words[i].IsWritten)
                continue;
            var stop = word.AsSpan().TrimEnd(Closing);
            if (stop is [.., '?' or '!' or ',' or ';' or ':' or '\u2026'])
                return true;
            if (stop is [.., '.'])
            {
                if (!IsDictionaryForm(word))
                    return true;
                dotted |= i == words.Count - 1;
            }

            written |= !IsPlain(word) && !IsDictionaryForm(word);
        }

        return dotted && written;
    }

    /// <summary>The words as they are, with what punctuation stands behind them told apart.</summary>
    public static IReadOnlyList<Word> Keep(IReadOnlyList<HypothesisWord> words, bool capital)
    {
        var kept = new Word[words.Count];
        for (var i = 0; i < kept.Length; i++)
        {
            var (text, mark) = Split(words[i].Text, isLast: i == kept.Length - 1);
            if (i == 0 && capital && !words[i].IsWritten && IsPlain(text))
                text = Capitals.Capitalise(text);
            kept[i] = new Word(text, words[i].Start, words[i].End, mark);
        }

        return kept;
    }

    /// <summary>
    /// The words as a recogniser that does not write would give them: written text in lower case and without punctuation. Digits stay: nobody knows how they were said. Phrases of the
    /// vocabulary stay as they are.
    /// </summary>
    public static IReadOnlyList<Word> Plain(IReadOnlyList<HypothesisWord> words)
    {
        var isWritten = Is(words);
        var plain = new List<Word>(words.Count);
        foreach (var word in words)
        {
            var lower = word.Text.ToLowerInvariant();
            var text = word.IsWritten || !isWritten ? word.Text : IsDictionaryForm(lower) ? lower : lower.Trim(Around.ToCharArray());
            if (text.Length > 0)
                plain.Add(new Word(text, word.Start, word.End));
        }

        return plain;
    }

    /// <summary>Only letters in lower case, apostrophes and hyphens: nothing that somebody has formatted.</summary>
    public static bool IsPlain(string word)
    {
        foreach (var character in word)
        {
            if (!(char.IsLetter(character) && !char.IsUpper(character)) && character is not '\'' and not '-')
                return false;
        }

        return true;
    }

    /// <summary>"p.", "a.m.": letters in lower case with a full stop behind each, perhaps not behind the last.</summary>
    public static bool IsSpelled(string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (i % 2 == 0 ? !char.IsAsciiLetterLower(word[i]) : word[i] != '.')
                return false;
        }

        return word.Length > 1;
    }

    /// <summary>A word with full stops as dictionaries of recognisers spell it.</summary>
    public static bool IsDictionaryForm(string word) => IsSpelled(word) || Abbreviations.Contains(word);

    private static (string Text, string? Mark) Split(string word, bool isLast)
    {
        var text = word.AsSpan().TrimEnd(Marks);
        // Punctuation alone is no mark behind a word, and a full stop inside an abbreviation belongs to it.
        if (text.Length == 0 || (word[^1] == '.' && text.Contains('.') && !isLast))
            text = word;
        var mark = word[text.Length..];
        if (mark.Length > 0)
            return (text.ToString(), mark);
        var ended = word.Length == 0 || word.AsSpan().TrimEnd(Closing) is [.., '.' or '?' or '!' or '\u2026'];
        return (word, isLast && !ended ? "." : null);
    }
}
