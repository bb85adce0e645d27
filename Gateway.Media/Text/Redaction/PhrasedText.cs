using System.Text;
using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Formatting;

namespace Gateway.Media.Text.Redaction;

/// <summary>
/// An utterance in which phrases of a vocabulary were said, twice: as it is written, and as it would be written without the vocabulary. Whoever makes a vocabulary decides how a secret
/// or its name is spelled, and must not decide with it whether it is masked. Immutable.
/// </summary>
internal sealed class PhrasedText
{
    private readonly Piece[] _written;
    private readonly Piece[] _spoken;

    private PhrasedText(IReadOnlyList<Word> written, IReadOnlyList<Word> spoken, IReadOnlyList<HypothesisWord?> phrases, bool isKnown)
    {
        (Written, _written) = Join(written, phrases);
        (Spoken, _spoken) = Join(spoken, new HypothesisWord?[phrases.Count]);
        IsAligned = isKnown && Covers(_written, phrases.Count) && Covers(_spoken, phrases.Count);
    }

    /// <summary>The text with the phrases.</summary>
    public string Written { get; }

    /// <summary>The text with the words that were said for them.</summary>
    public string Spoken { get; }

    /// <summary>Whether it is certain which words of the one are which of the other.</summary>
    public bool IsAligned { get; }

    /// <summary>Writes an utterance both ways.</summary>
    /// <param name="words">With phrases.</param>
    /// <param name="language">IETF tag of what is spoken.</param>
    public static PhrasedText Of(IReadOnlyList<HypothesisWord> words, string language)
    {
        var (written, spoken, phrases) = (new List<HypothesisWord>(words.Count), new List<HypothesisWord>(words.Count), new List<HypothesisWord?>(words.Count));
        var isKnown = true;
        foreach (var word in words)
        {
            var first = spoken.Count;
            var said = word is { IsWritten: true, Spoken.Count: > 0 } ? word.Spoken : [word.Text];
            isKnown &= !word.IsWritten || (word.Spoken is { Count: > 0 } && !said.Any(string.IsNullOrWhiteSpace));
            foreach (var one in said)
            {
                spoken.Add(new HypothesisWord(one, Place(spoken.Count), Place(spoken.Count + 1)));
                phrases.Add(word.IsWritten ? word : null);
            }

            written.Add(word with { Start = Place(first), End = Place(spoken.Count) });
        }

        return new PhrasedText(Formatter.Write(written, language), Formatter.Write(spoken, language), phrases, isKnown);
    }

    /// <summary>Masks in the text as it is written whatever is masked in it as it was spoken: phrases as a whole, other words as there.</summary>
    public void Carry(Draft spoken, Draft written)
    {
        var rules = spoken.Rules();
        var masked = Array.ConvertAll(_spoken, piece => rules.AsSpan(piece.Start, piece.Length).ToArray().FirstOrDefault(static rule => rule is not null));
        var (from, token) = (0, 0);
        foreach (var piece in _written)
        {
            while (_spoken[from].End <= piece.First)
                from++;
            var rule = masked[from];
            for (var i = from + 1; rule is null && i < _spoken.Length && _spoken[i].First < piece.End; i++)
                rule = masked[i];
            while (token < written.Tokens.Length && written.Tokens[token].Start < piece.Start)
                token++;
            if (rule is null)
                continue;
            if (piece.Marks > 0)
                written.Replace(piece.Start, piece.Length, piece.Marks, rule);
            else
                Mask(written, token, piece, IsSame(piece, _spoken[from]) ? rules.AsSpan(_spoken[from].Start, piece.Length) : default, rule);
        }
    }

    /// <summary>Masks all phrases in the text as it is written.</summary>
    public void MaskPhrases(Draft written)
    {
        foreach (var piece in _written.Where(static piece => piece.Marks > 0))
            written.Replace(piece.Start, piece.Length, piece.Marks, Masking.Failure);
    }

    /// <param name="written">The draft.</param>
    /// <param name="token">The first token of the piece.</param>
    /// <param name="piece">What to mask.</param>
    /// <param name="rules">For each of its characters whether to mask it; empty for all.</param>
    /// <param name="rule">Who asks for it.</param>
    private static void Mask(Draft written, int token, Piece piece, ReadOnlySpan<string?> rules, string rule)
    {
        for (; token < written.Tokens.Length && written.Tokens[token] is var one && one.Start < piece.Start + piece.Length; token++)
        {
            if (!one.IsWritten && one.Has(WordTraits.Number | WordTraits.SoundAlike))
            {
                if (rules.IsEmpty || rules[one.Start - piece.Start] is not null)
                    written.MaskNumbers(token, token, rule);
                continue;
            }

            for (var at = one.Start; at < one.End; at++)
            {
                var first = at;
                while (at < one.End && (rules.IsEmpty || rules[at - piece.Start] is not null))
                    at++;
                if (at > first)
                    written.MaskCharacters(first, at - first, rule);
            }
        }
    }

    private bool IsSame(Piece written, Piece spoken) => written.First == spoken.First && written.End == spoken.End
        && Written.AsSpan(written.Start, written.Length).Equals(Spoken.AsSpan(spoken.Start, spoken.Length), StringComparison.OrdinalIgnoreCase);

    /// <summary>The place of a spoken word, for the formatter to carry along: engines' times may be missing or overlap.</summary>
    private static TimeSpan Place(int index) => TimeSpan.FromTicks(index);

    private static bool Covers(Piece[] pieces, int count)
    {
        var end = 0;
        foreach (var piece in pieces)
        {
            if (piece.First != end || piece.End <= end)
                return false;
            end = piece.End;
        }

        return end == count;
    }

    private static (string Text, Piece[] Pieces) Join(IReadOnlyList<Word> words, IReadOnlyList<HypothesisWord?> phrases)
    {
        var joined = new StringBuilder();
        var pieces = new Piece[words.Count];
        for (var i = 0; i < pieces.Length; i++)
        {
            if (joined.Length > 0)
                joined.Append(' ');
            var text = AnyDigits.WithoutInvisible(words[i].Text);
            var (first, end) = ((int)words[i].Start.Ticks, (int)words[i].End.Ticks);
            pieces[i] = new Piece(first, end, joined.Length, text.Length, text.Length > 0 && phrases[first] is { } phrase ? Marks(text, phrase) : 0);
            joined.Append(text).Append(words[i].PunctuationAfter);
        }

        return (joined.ToString(), pieces);
    }

    /// <summary>One for each digit of the phrase; when it has none, for each that was spoken; when there is none either, for each letter.</summary>
    private static int Marks(string text, HypothesisWord phrase)
    {
        if (AnyDigits.AsAscii(text).Count(char.IsDigit) is > 0 and var digits)
            return digits;
        var tokens = Token.Split(string.Join(' ', phrase.Spoken ?? []));
        return Numerals.CountDigits(tokens, 0, tokens.Length - 1) is > 0 and var spoken ? spoken : Math.Max(text.Count(char.IsLetter), 1);
    }

    /// <summary>One word of a text.</summary>
    /// <param name="First">The first of the spoken words that it stands for.</param>
    /// <param name="End">The one behind the last.</param>
    /// <param name="Start">Where it begins in the text.</param>
    /// <param name="Length">Its length.</param>
    /// <param name="Marks">What is put in its place when it is a phrase; 0 when it is none.</param>
    private readonly record struct Piece(int First, int End, int Start, int Length, int Marks);
}
