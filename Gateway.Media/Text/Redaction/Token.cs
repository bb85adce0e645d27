namespace Gateway.Media.Text.Redaction;

/// <summary>A word of a text, or a row of digits: a stretch of letters, digits and apostrophes.</summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Length">Its length.</param>
/// <param name="Traits">What is known of it.</param>
/// <param name="Digits">How many digits it stands for.</param>
/// <param name="Value">Its value when it is a word for one digit; -1 otherwise.</param>
internal readonly record struct Token(int Start, int Length, WordTraits Traits, int Digits, sbyte Value)
{
    public int End => Start + Length;

    public bool IsNumber => (Traits & WordTraits.Number) != 0;

    public bool IsWritten => (Traits & WordTraits.Written) != 0;

    public bool Has(WordTraits traits) => (Traits & traits) != 0;

    public ReadOnlySpan<char> In(string text) => text.AsSpan(Start, Length);

    public static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '\'' || character == '\u2019';

    /// <summary>The words of a text.</summary>
    public static Token[] Split(string text)
    {
        var tokens = new List<Token>((text.Length / 4) + 4);
        var start = 0;
        while (start < text.Length)
        {
            if (!IsWordCharacter(text[start]))
            {
                start++;
                continue;
            }

            var end = start;
            var digits = 0;
            while (end < text.Length && IsWordCharacter(text[end]))
                digits += char.IsDigit(text[end++]) ? 1 : 0;
            tokens.Add(Read(text, start, end, digits));
            start = end;
        }

        return [.. tokens];
    }

    private static Token Read(string text, int start, int end, int digits)
    {
        if (digits > 0)
        {
            var traits = WordTraits.Number | WordTraits.Written | (digits < end - start ? WordTraits.Mixed : WordTraits.None);
            // "16 digits" is a label's first word as well as a number.
            return new Token(start, end - start, traits | (digits <= 2 ? WordTraits.Label : WordTraits.None), digits, -1);
        }

        var word = text.AsSpan(start, end - start).Trim('\'');
        var entry = Lexicon.Find(word);
        return new Token(start, end - start, entry.Traits, entry.Digits, entry.Value);
    }
}
