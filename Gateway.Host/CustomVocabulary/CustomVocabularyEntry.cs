using System.Text.Json.Serialization;

namespace Gateway.Host.CustomVocabulary;

/// <summary>One phrase of the configuration API.</summary>
/// <param name="Id">A ULID.</param>
/// <param name="Phrase">As it is wanted in transcripts.</param>
/// <param name="SoundsLike">How it is pronounced, in words.</param>
internal sealed record CustomVocabularyEntry(string Id, string Phrase, IReadOnlyList<string> SoundsLike)
{
    /// <summary>The id only: the phrase may be somebody's name.</summary>
    public override string ToString() => $"CustomVocabularyEntry {{ {Id} }}";
}

/// <summary>What the file holds.</summary>
internal sealed record VocabularyDocument(IReadOnlyList<CustomVocabularyEntry?>? CustomVocabularies);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true, AllowTrailingCommas = true, ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip)]
[JsonSerializable(typeof(VocabularyDocument))]
internal sealed partial class VocabularyJson : JsonSerializerContext;
