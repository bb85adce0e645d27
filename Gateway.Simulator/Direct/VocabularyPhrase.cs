using System.Text.Json;

namespace Gateway.Simulator.Direct;

/// <summary>One term wanted in transcripts (api.md 7.8). Its limits are the gateway's to check.</summary>
/// <param name="Phrase">As it is to be written.</param>
/// <param name="SoundsLike">Pronunciations, if the spelling does not tell.</param>
/// <param name="Category">What kind of term it is, such as <c>company</c>.</param>
internal sealed record VocabularyPhrase(string Phrase, IReadOnlyList<string>? SoundsLike, string? Category)
{
    /// <summary>Reads a file: an array of such terms.</summary>
    /// <exception cref="FormatException">The file has another form.</exception>
    public static IReadOnlyList<VocabularyPhrase> Load(string path)
    {
        try
        {
            if (JsonSerializer.Deserialize(File.ReadAllBytes(path), DirectJson.Default.VocabularyPhraseArray) is { } phrases
                && phrases.All(static phrase => phrase is { Phrase: not null }))
                return phrases;
        }
        catch (JsonException)
        {
            // The same sentence tells of it.
        }
        throw new FormatException($"{path}: not of the form [{{\"phrase\":\"...\",\"soundsLike\":[\"...\"],\"category\":\"...\"}}].");
    }
}
