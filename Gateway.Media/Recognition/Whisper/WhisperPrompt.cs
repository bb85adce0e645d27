using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition.Whisper;

/// <summary>What Whisper is to take for what was said before: it tends to spell words again as it finds them there.</summary>
internal static class WhisperPrompt
{
    /// <summary>A token costs a millisecond in each utterance, and beyond 224 of them the oldest are forgotten.</summary>
    private const int MaxPhraseCharacters = 300;

    /// <summary>The configured text, and the phrases of the vocabulary as far as they have room, in the order of the alphabet; null when there is neither.</summary>
    public static string? Of(string? configured, Vocabulary vocabulary)
    {
        var phrases = new List<string>();
        var room = MaxPhraseCharacters;
        foreach (var entry in vocabulary.Entries)
        {
            if (entry.Phrase.Length > room)
                continue;
            phrases.Add(entry.Phrase);
            room -= entry.Phrase.Length + 2;
        }

        string?[] parts = [configured?.Trim(), phrases.Count == 0 ? null : string.Join(", ", phrases) + "."];
        var prompt = string.Join(' ', parts.Where(part => !string.IsNullOrEmpty(part)));
        return prompt.Length == 0 ? null : prompt;
    }
}
