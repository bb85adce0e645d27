using System.Text.Json;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Direct;

/// <summary>Reads the <c>phrases</c> of an <c>updateVocabulary</c> (api.md 7.8). Never throws.</summary>
internal static class PhraseListReader
{
    /// <summary>Reads them; what their texts say is checked by whoever takes them.</summary>
    /// <param name="phrases">What came as <c>phrases</c>.</param>
    /// <param name="entries">The phrases; empty after a mistake.</param>
    /// <returns>What is wrong with the shape, or null.</returns>
    public static string? Read(JsonElement phrases, out IReadOnlyList<VocabularyEntry> entries)
    {
        entries = [];
        if (phrases.ValueKind != JsonValueKind.Array)
            return "phrases is missing or not a list";
        // One more than there may be: whoever checks the limit sees that it is passed, and the rest need not be read.
        var read = new List<VocabularyEntry>();
        foreach (var phrase in phrases.EnumerateArray().Take(Vocabulary.MaxEntries + 1))
        {
            var place = $"phrases[{read.Count}]";
            if (phrase.ValueKind != JsonValueKind.Object)
                return $"{place} is not an object";
            if (MessageMember.Text(phrase, "phrase") is not { } text)
                return $"{place}.phrase is missing or not text";
            if (Sounds(phrase) is not { } sounds)
                return $"{place}.soundsLike is not a list of texts";
            var category = CategoryOf(phrase, out var known);
            if (!known)
                return $"{place}.category must be \"address\", \"name\", \"number\", \"company\" or \"currency\"";
            read.Add(new VocabularyEntry(text, sounds, category));
        }

        entries = read;
        return null;
    }

    /// <returns>Empty when there are none; null when they are no texts.</returns>
    private static List<string>? Sounds(JsonElement phrase)
    {
        if (MessageMember.Of(phrase, "soundsLike") is not { } list)
            return [];
        if (list.ValueKind != JsonValueKind.Array)
            return null;
        var sounds = new List<string>();
        foreach (var sound in list.EnumerateArray().Take(Vocabulary.MaxSounds + 1))
        {
            if (MessageMember.TextOf(sound) is not { } text)
                return null;
            sounds.Add(text);
        }

        return sounds;
    }

    /// <summary>Five are accepted, although one of the documents knows three (C13).</summary>
    private static VocabularyCategory? CategoryOf(JsonElement phrase, out bool known)
    {
        known = true;
        if (MessageMember.Of(phrase, "category") is null)
            return null;
        switch (MessageMember.Text(phrase, "category"))
        {
            case "address":
                return VocabularyCategory.Address;
            case "name":
                return VocabularyCategory.Name;
            case "number":
                return VocabularyCategory.Number;
            case "company":
                return VocabularyCategory.Company;
            case "currency":
                return VocabularyCategory.Currency;
            default:
                known = false;
                return null;
        }
    }
}
