namespace Gateway.Media.Text.Formatting;

/// <summary>What has become of a token so far.</summary>
internal enum TokenKind
{
    /// <summary>A word as it was spoken.</summary>
    Word,

    /// <summary>One letter, or several that make one string in capitals.</summary>
    Letters,

    /// <summary>A cardinal; <see cref="Token.Value"/> is its value and <see cref="Token.Text"/> its digits without separators.</summary>
    Number,

    /// <summary>An ordinal; <see cref="Token.Value"/> is its value.</summary>
    Ordinal,

    /// <summary>A string of digits, in which zeros at the start and the number of digits count.</summary>
    Digits,

    /// <summary>A decimal number or a version.</summary>
    Decimal,

    /// <summary>Final: no pass changes it any more.</summary>
    Written,
}

/// <summary>
/// One word on its way to being written, linked to its neighbours: absorbing what follows costs the same wherever it happens, so that each
/// pass stays linear.
/// </summary>
internal sealed class Token
{
    /// <summary>Links a word behind <paramref name="previous"/>.</summary>
    public Token(string spoken, Lexeme lexeme, TimeSpan start, TimeSpan end, Token? previous)
    {
        Spoken = Text = spoken;
        Lexeme = lexeme;
        Start = start;
        End = end;
        Previous = previous;
        previous?.Next = this;
    }

    /// <summary>The first of the words that it stands for, as it was recognised.</summary>
    public string Spoken { get; }

    /// <summary>What is known of <see cref="Spoken"/>.</summary>
    public Lexeme Lexeme { get; }

    /// <summary>What will be written.</summary>
    public string Text { get; set; }

    public TokenKind Kind { get; set; }

    /// <summary>Of numbers and ordinals only.</summary>
    public long Value { get; set; }

    /// <summary>Whether it stands for several words.</summary>
    public bool IsCompound { get; private set; }

    /// <summary>Punctuation behind it, or null.</summary>
    public string? Mark { get; set; }

    public TimeSpan Start { get; }

    public TimeSpan End { get; private set; }

    public Token? Previous { get; private set; }

    public Token? Next { get; private set; }

    /// <summary>A number that one word from zero to nine names, or that a single digit is.</summary>
    public bool IsDigit => Kind == TokenKind.Number && !IsCompound && Value < 10;

    /// <summary>Whether it is still the word that was spoken.</summary>
    public bool IsWord => Kind == TokenKind.Word;

    /// <summary>Takes in everything up to <paramref name="last"/> and is written as <paramref name="text"/> from here on.</summary>
    public void Absorb(Token last, string text, TokenKind kind)
    {
        Text = text;
        Kind = kind;
        if (last == this)
            return;
        IsCompound = true;
        End = last.End;
        Next = last.Next;
        Next?.Previous = this;
    }
}

/// <summary>Questions to a neighbour that may not be there.</summary>
internal static class Neighbour
{
    extension(Token? token)
    {
        /// <summary>Whether there is a token, still a word, that plays one of the roles.</summary>
        public bool Plays(Roles roles) => token is { Kind: TokenKind.Word } && (token.Lexeme.Roles & roles) != 0;

        /// <summary>Whether there is a token and it is still this word.</summary>
        public bool Says(string word) => token is { Kind: TokenKind.Word } && token.Spoken == word;

        /// <summary>Whether there is a number or a string of digits.</summary>
        public bool IsNumeric => token is { Kind: TokenKind.Number or TokenKind.Digits or TokenKind.Decimal };
    }
}
