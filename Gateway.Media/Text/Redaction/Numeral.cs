namespace Gateway.Media.Text.Redaction;

/// <summary>Why a number is no part of a secret.</summary>
internal enum Harmless
{
    /// <summary>Nothing speaks for it.</summary>
    No,
    Money,
    Time,
    Date,
    Year,

    /// <summary>It counts something.</summary>
    Count,
    Address,
    Ordinal,
}

/// <summary>Written digits with tight separators, or number words that follow each other: one number as the writer meant it.</summary>
/// <param name="First">First token.</param>
/// <param name="Last">Last token.</param>
/// <param name="Digits">How many digits it stands for.</param>
/// <param name="Harmless">Why it is no part of a secret.</param>
internal readonly record struct Numeral(int First, int Last, int Digits, Harmless Harmless)
{
    /// <summary>Whether only blanks stand between this number and the one after it.</summary>
    public bool Touches(Numeral next) => next.First == Last + 1;
}
