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

    /// <summary>For each character of a span that is replaced by marks: how many at its first, -1 at the others, 0 elsewhere; null while there are none.</summary>
    private int[]? _marks;

    private readonly string _original;
    private readonly List<Masking> _maskings = [];

    public Draft(string text)
    {
        _original = text;
        Text = AnyDigits.AsAscii(text);
        Tokens = Token.Split(Text);
        _words = new bool[Tokens.Length];
    }

    /// <summary>The text for rules to read, with ASCII digits in the place of others.</summary>
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
        var masked = false;
        for (var i = last; i >= first; i--)
        {
            var token = Tokens[i];
            if (!token.IsNumber && !token.Has(WordTraits.SoundAlike))
                continue;
            if (!token.IsWritten)
            {
                masked |= !_words[i];
                _words[i] = true;
                continue;
            }

            _characters ??= new bool[Text.Length];
            for (var at = token.End - 1; at >= token.Start; at--)
            {
                var mask = char.IsDigit(Text[at]) && kept++ >= keep;
                masked |= mask && !_characters[at];
                _characters[at] |= mask;
            }
        }

        // What both a phrase and the words said for it ask for counts once.
        if (masked)
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

    /// <summary>Puts marks in the place of a span, whatever is in it.</summary>
    public void Replace(int start, int length, int marks, string rule)
    {
        _marks ??= new int[Text.Length];
        _marks.AsSpan(start, length).Fill(-1);
        _marks[start] = marks;
        AddMasking(start, start + length, rule);
    }

    /// <summary>For each character that is masked, who asked for it; null for the others.</summary>
    public string?[] Rules()
    {
        var rules = new string?[Text.Length];
        foreach (var (rule, start, length) in _maskings)
            rules.AsSpan(start, length).Fill(rule);
        var token = 0;
        for (var at = 0; at < rules.Length; at++)
        {
            while (token < Tokens.Length && Tokens[token].End <= at)
                token++;
            var masked = (_characters is not null && _characters[at]) || (token < Tokens.Length && _words[token] && Tokens[token].Start <= at);
            if (!masked)
                rules[at] = null;
        }

        return rules;
    }

    /// <summary>The text with what is masked replaced. The digits of one spoken number stand together; written digits keep their separators.</summary>
    public RedactedText Write()
    {
        if (_maskings.Count == 0)
            return new RedactedText(_original, []);
        var masked = new StringBuilder(Text.Length);
        var at = 0;
        for (var i = 0; i < Tokens.Length; i++)
        {
            if (!_words[i] || (_characters is not null && _characters[Tokens[i].Start]) || (_marks is not null && _marks[Tokens[i].Start] != 0))
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
        {
            if (_marks is not null && _marks[at] != 0)
                masked.Append('#', Math.Max(_marks[at], 0));
            else
                masked.Append(_characters is not null && _characters[at] ? '#' : _original[at]);
        }
    }

    private void AddMasking(int start, int end, string rule) => _maskings.Add(new Masking(rule, start, end - start));
}
