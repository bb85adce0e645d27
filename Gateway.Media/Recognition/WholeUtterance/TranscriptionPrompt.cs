using System.Text;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>What a model is told to expect. It may hold names: never log it.</summary>
internal static class TranscriptionPrompt
{
    /// <summary>Models of the Whisper kind read 224 tokens; names take about three characters each.</summary>
    public const int MaxLength = 700;

    /// <summary>The operator's text and, as far as there is room, the phrases of the vocabulary. Empty when there is neither.</summary>
    public static string Of(string? text, Vocabulary vocabulary, int maxLength = MaxLength)
    {
        var prompt = new StringBuilder(text?.Trim());
        var isFirst = true;
        foreach (var entry in vocabulary.Entries)
        {
            if (prompt.Length + entry.Phrase.Length + 3 > maxLength)
                continue;
            prompt.Append(!isFirst ? ", " : prompt.Length > 0 ? " " : "").Append(entry.Phrase);
            isFirst = false;
        }

        return isFirst ? prompt.ToString() : prompt.Append('.').ToString();
    }
}
