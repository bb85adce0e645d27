using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Host.CustomVocabulary;

/// <summary>The ways in which a change of the phrases is refused. The API has a code for each.</summary>
internal enum VocabularyRefusalKind
{
    /// <summary>The phrase is not made as one is.</summary>
    Malformed,

    /// <summary>There is too much of it, or there are too many phrases.</summary>
    BeyondLimit,

    /// <summary>The phrase is there already.</summary>
    AlreadyThere,

    /// <summary>There is no phrase with that id.</summary>
    NotThere,

    /// <summary>The file must be mended first, or cannot be written.</summary>
    FileUnusable,
}

/// <summary>Why a change of the phrases was not made; nothing has changed.</summary>
/// <param name="Kind">Which code the API gives for it.</param>
/// <param name="Message">For the client. It never says a phrase.</param>
internal sealed record VocabularyRefusal(VocabularyRefusalKind Kind, string Message)
{
    /// <summary>What is wrong with a phrase that a client sent alone: it knows members, and no places in a list.</summary>
    public static VocabularyRefusal Of(VocabularyMistake mistake) => new(
        mistake.Kind == VocabularyMistakeKind.BeyondLimit ? VocabularyRefusalKind.BeyondLimit : VocabularyRefusalKind.Malformed,
        mistake.Member is { } member ? $"/{member}: {mistake.What}" : mistake.What);
}
