using System.Text.Json.Serialization;

namespace Gateway.Host.CustomVocabulary;

/// <summary>One phrase of the configuration API.</summary>
/// <param name="Id">A ULID, or what somebody wrote into the file by hand: 1 to 100 printable ASCII characters.</param>
/// <param name="Phrase">As it is wanted in transcripts.</param>
/// <param name="SoundsLike">How it is pronounced, in words.</param>
internal sealed record CustomVocabularyEntry(string Id, string Phrase, IReadOnlyList<string> SoundsLike)
{
    /// <summary>The id only: the phrase may be somebody's name.</summary>
    public override string ToString() => $"CustomVocabularyEntry {{ {Id} }}";
}

/// <summary>What the file holds, as JSON. Nothing of it is certain: it may be written by hand.</summary>
internal sealed record VocabularyDocument(IReadOnlyList<WrittenVocabularyEntry?>? CustomVocabularies);

/// <summary>One phrase in the file.</summary>
/// <param name="Id">Null when whoever wrote it did not think of ids.</param>
/// <param name="Phrase">Null when it is missing.</param>
/// <param name="SoundsLike">Null when it follows from the phrase.</param>
internal sealed record WrittenVocabularyEntry(string? Id, string? Phrase, IReadOnlyList<string?>? SoundsLike)
{
    /// <summary>Says nothing: the phrase may be somebody's name.</summary>
    public override string ToString() => nameof(WrittenVocabularyEntry);
}

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true, AllowTrailingCommas = true, ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip)]
[JsonSerializable(typeof(VocabularyDocument))]
internal sealed partial class VocabularyJson : JsonSerializerContext;
