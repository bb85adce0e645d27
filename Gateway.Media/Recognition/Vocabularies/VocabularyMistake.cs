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
/// <param name="Message">A sentence for the client. It names an entry by its place, beginning with 0, and never says its phrase.</param>
public sealed record VocabularyMistake(VocabularyMistakeKind Kind, string Message);
