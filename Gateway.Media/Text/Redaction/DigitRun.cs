namespace Gateway.Media.Text.Redaction;

/// <summary>Numbers between which a speaker only hesitated, corrected himself or named a separator: perhaps one long number.</summary>
/// <param name="First">First token.</param>
/// <param name="Last">Last token.</param>
/// <param name="Digits">How many digits all of it stands for.</param>
/// <param name="Numerals">How many numbers it consists of.</param>
internal readonly record struct DigitRun(int First, int Last, int Digits, int Numerals)
{
    /// <summary>Whether something was taken back.</summary>
    public bool Corrected { get; init; }

    /// <summary>Whether letters stand among the digits of every number in it.</summary>
    public bool Mixed { get; init; }

    /// <summary>Whether it is a date or a year, which only the topics of dates make sensitive.</summary>
    public bool IsDate { get; init; }

    /// <summary>Whether it is one or two telephone numbers by the way it is written.</summary>
    public bool Telephone { get; init; }
}
