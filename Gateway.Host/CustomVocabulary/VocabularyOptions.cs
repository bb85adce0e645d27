namespace Gateway.Host.CustomVocabulary;

/// <summary>The phrases that everybody is recognised with (api.md 8.6). Configuration section <c>Gateway:Vocabulary</c>.</summary>
public sealed class VocabularyOptions
{
    /// <summary>
    /// The file that the configuration API keeps them in. A change made to it by hand, or by another gateway that shares it, is found within half a minute. May be a link: what it leads
    /// to is read and written.
    /// </summary>
    /// <value>Null: <c>custom-vocabularies.json</c> in the state directory.</value>
    public string? File { get; init; }
}
