using System.Globalization;

namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>The two ways in which a vocabulary can be wrong. The API has a code for each (api.md 7.9, INF-53).</summary>
public enum VocabularyMistakeKind
{
    /// <summary>It is not made as a vocabulary is: 4091.</summary>
    Malformed,

    /// <summary>There is too much of it: 4084.</summary>
    BeyondLimit,
}

/// <summary>Why a vocabulary was not taken.</summary>
/// <param name="Kind">Which code the API gives for it.</param>
/// <param name="What">A sentence for the client. It never says the phrase.</param>
/// <param name="Index">The place of the entry among those that were sent, beginning with 0; null when it is about all of them.</param>
/// <param name="Member">What is wrong in the entry, as JSON names it; null when that is not one member.</param>
public sealed record VocabularyMistake(VocabularyMistakeKind Kind, string What, int? Index = null, string? Member = null)
{
    /// <summary><see cref="What"/>, after the place of the entry as a session sends it.</summary>
    public string Message => Index is { } index ? string.Create(CultureInfo.InvariantCulture, $"phrases[{index}]: {What}") : What;
}
