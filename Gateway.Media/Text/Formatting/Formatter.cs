using System.Text;
using Gateway.Core;
using Gateway.Media.Recognition;

namespace Gateway.Media.Text.Formatting;

/// <summary>
/// Turns recognised words into written text (api.md 8.1): numbers in digits, capitals, punctuation. The rules are those of docs/text.md, a file for each
/// pass. Text that is written already stays as it is, so that formatting twice gives the same. Nothing is dropped or moved: each word of the result
/// stands for the spoken words between its start and its end.
/// </summary>
internal static class Formatter
{
    /// <summary>Writes the words; empty when there are none.</summary>
    /// <param name="words">As the engine spells them.</param>
    /// <param name="language">IETF tag. Of languages other than <c>en-US</c> and <c>es-US</c> only the first letter and the mark at the end are written.</param>
    public static IReadOnlyList<Word> Write(IReadOnlyList<HypothesisWord> words, string language)
    {
        if (words.Count == 0)
            return [];
        var lexicon = Lexicon.Of(language);
        if (lexicon is null || WrittenText.Is(words))
            return WrittenText.Keep(words, capital: lexicon is null);

        var first = Read(words, lexicon);
        Numbers.Apply(first);
        if (lexicon.IsEnglish)
        {
            Dates.Apply(first);
            Times.Apply(first);
        }
        else
        {
            Dates.ApplySpanish(first);
        }

        DigitStrings.Apply(first);
        Money.Apply(first);
        Labels.Apply(first);
        Telephones.Apply(first);
        if (lexicon.IsEnglish)
        {
            Letters.Apply(first);
            Addresses.Apply(first);
        }

        Quantities.Apply(first);
        Capitals.Apply(first, lexicon);
        var (last, count) = (first, 1);
        for (; last.Next is not null; last = last.Next)
            count++;
        Punctuation.Apply(first, last);
        return Written(first, count);
    }

    /// <summary>The words as one text.</summary>
    public static string Join(IReadOnlyList<Word> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            if (text.Length > 0)
                text.Append(' ');
            text.Append(word.Text).Append(word.PunctuationAfter);
        }

        return text.ToString();
    }

    private static Token Read(IReadOnlyList<HypothesisWord> words, Lexicon lexicon)
    {
        Token? first = null, last = null;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            last = new Token(word.Text, word.IsWritten ? Lexeme.Unknown : lexicon[word.Text], word.Start, word.End, last);
            first ??= last;
            if (word.IsWritten)
                last.Kind = TokenKind.Written;
            else if (lexicon.IsEnglish && WrittenText.IsSpelled(word.Text))
                last.Absorb(last, word.Text.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant(), TokenKind.Letters);
            else if (!WrittenText.IsPlain(word.Text) && !WrittenText.IsDictionaryForm(word.Text))
                last.Kind = TokenKind.Written;
        }

        return first!;
    }

    private static Word[] Written(Token first, int count)
    {
        var words = new Word[count];
        var token = first;
        for (var i = 0; i < count; i++, token = token.Next!)
            words[i] = new Word(token.Text, token.Start, token.End, token.Mark);
        return words;
    }
}
