namespace Gateway.Media.Text.Redaction;

/// <summary>A sentence as it may leave.</summary>
/// <param name="Text">The text, masked.</param>
/// <param name="Maskings">What was masked, in the order of the text.</param>
internal sealed record RedactedText(string Text, IReadOnlyList<Masking> Maskings)
{
    /// <summary>Whether a rule failed, so that every number was masked.</summary>
    public bool Failed { get; init; }
}

/// <summary>One masked span; never what stood there.</summary>
/// <param name="Rule">The entity's name as the API has it, the name of a custom rule, or <see cref="Failure"/>.</param>
/// <param name="Start">Where it begins in the original text.</param>
/// <param name="Length">Its length in the original text.</param>
internal readonly record struct Masking(string Rule, int Start, int Length)
{
    /// <summary>The rule's name when everything was masked because another rule failed.</summary>
    public const string Failure = "FAILURE";
}
