using Gateway.Media.Text.Formatting;

namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>The ways in which a phrase may be said: as its entry says or, when that says nothing, as such a phrase is usually read (api.md 7.8).</summary>
internal static class SpokenForms
{
    /// <summary>The most forms of one phrase that are derived from it; the likeliest come first.</summary>
    public const int MaxForms = 8;

    /// <summary>The forms of an entry, each once; none when nothing in it can be said in English.</summary>
    public static IEnumerable<SpokenForm> Of(VocabularyEntry entry)
    {
        var sayings = entry.SoundsLike.Count > 0 ? entry.SoundsLike.Select(Plain) : Derived(entry.Phrase, entry.Category);
        return sayings.Where(saying => saying.Length > 0).Distinct(StringComparer.Ordinal).Select(saying => new SpokenForm(entry.Phrase, saying.Split(' ')));
    }

    /// <summary>A pronunciation as words between single blanks: "e-mail" is two, "a.t. and t." four.</summary>
    private static string Plain(string sound)
    {
        var words = sound.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => WrittenText.IsSpelled(word) ? word.Replace('.', ' ').Trim() : word.Replace(".", "", StringComparison.Ordinal));
        return string.Join(' ', words.Where(word => word.Any(char.IsLetter)));
    }

    private static IEnumerable<string> Derived(string phrase, VocabularyCategory? category)
    {
        // The rank of a form is how many times something else than the likeliest reading was chosen.
        List<(string Words, int Rank)> forms = [("", 0)];
        foreach (var chunk in phrase.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var readings in PhraseReader.Read(chunk, category, isFirst: forms[0].Words.Length == 0))
            {
                if (readings.Count > 0)
                    forms = [.. forms.SelectMany(form => readings.Select((reading, i) => (Join(form.Words, reading), form.Rank + i))).OrderBy(form => form.Item2).Take(MaxForms)];
            }
        }

        return forms.Select(form => form.Words);
    }

    private static string Join(string words, string more) => words.Length == 0 ? more : $"{words} {more}";
}
