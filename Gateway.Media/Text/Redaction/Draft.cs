using System.Buffers;
using System.Text;

namespace Gateway.Media.Text.Redaction;

/// <summary>A text while it is being masked. Used by one thread.</summary>
internal sealed class Draft
{
    /// <summary>What may stand between the digits of one number.</summary>
    public static readonly SearchValues<char> Separators = SearchValues.Create(" -,.\u00A0\t");

    /// <summary>Words that are masked whole, as the digits they stand for.</summary>
    private readonly bool[] _words;

    /// <summary>Characters that are masked one by one; null while there are none.</summary>
    private bool[]? _characters;

    private readonly List<Masking> _maskings = [];

    public Draft(string text)
    {
        Text = text;
        Tokens = Token.Split(text);
        _words = new bool[Tokens.Length];
    }

    public string Text { get; }

    public Token[] Tokens { get; }

    public bool IsMasked(int token) => _words[token] || (_characters is not null && _characters[Tokens[token].Start]);

    /// <summary>Masks the numbers among some tokens.</summary>
    /// <param name="first">First token.</param>
    /// <param name="last">Last token.</param>
    /// <param name="rule">Who asks for it.</param>
    /// <param name="keep">How many written digits at the end stay.</param>
    public void MaskNumbers(int first, int last, string rule, int keep = 0)
    {
        var kept = 0;
        for (var i = last; i >= first; i--)
        {
            var token = Tokens[i];
            if (!token.IsNumber && !token.Has(WordTraits.SoundAlike))
                continue;
            if (!token.IsWritten)
            {
                _words[i] = true;
                continue;
            }

            _characters ??= new bool[Text.Length];
            for (var at = token.End - 1; at >= token.Start; at--)
                _characters[at] |= char.IsDigit(Text[at]) && kept++ >= keep;
        }

        AddMasking(Tokens[first].Start, Tokens[last].End, rule);
    }

    /// <summary>Masks every letter and digit of a span.</summary>
    public void MaskCharacters(int start, int length, string rule)
    {
        _characters ??= new bool[Text.Length];
        var masked = false;
        for (var at = start; at < start + length; at++)
        {
            if (_characters[at] || !char.IsLetterOrDigit(Text[at]))
                continue;
            _characters[at] = masked = true;
        }

        if (masked)
            AddMasking(start, start + length, rule);
    }

    /// <summary>The text with what is masked replaced. The digits of one spoken number stand together; written digits keep their separators.</summary>
    public RedactedText Write()
    {
        if (_maskings.Count == 0)
            return new RedactedText(Text, []);
        var masked = new StringBuilder(Text.Length);
        var at = 0;
        for (var i = 0; i < Tokens.Length; i++)
        {
            if (!_words[i] || (_characters is not null && _characters[Tokens[i].Start]))
                continue;
            // A word that only sounds like a number stays a word of its own.
            var joined = i > 0 && _words[i - 1] && Tokens[i - 1].IsNumber && Tokens[i].IsNumber && Tokens[i - 1].End == at && Text.AsSpan(at, Tokens[i].Start - at).IndexOfAnyExcept(Separators) < 0;
            if (!joined)
                AppendCharacters(masked, at, Tokens[i].Start);
            masked.Append('#', Numerals.DigitsAt(Tokens, i));
            at = Tokens[i].End;
        }

        AppendCharacters(masked, at, Text.Length);
        _maskings.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        return new RedactedText(masked.ToString(), _maskings);
    }

    private void AppendCharacters(StringBuilder masked, int from, int to)
    {
        for (var at = from; at < to; at++)
            masked.Append(_characters is not null && _characters[at] ? '#' : Text[at]);
    }

    private void AddMasking(int start, int end, string rule) => _maskings.Add(new Masking(rule, start, end - start));
}
