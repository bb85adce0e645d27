using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>One pronunciation of a phrase as one word of the decoder, however many words are said for it.</summary>
/// <param name="Name">What the decoder calls it: no word of its dictionary begins so. The same phones have the same name.</param>
/// <param name="Phones">The phones between blanks, as in the CMU dictionary without stress.</param>
/// <param name="Form">The phrase and the words that are said for it.</param>
internal sealed record CompoundWord(string Name, string Phones, SpokenForm Form)
{
    /// <summary>Pronunciations of one spoken form: words such as "a" and "route" have more than one.</summary>
    private const int MaxPronunciations = 3;

    /// <summary>A longer phrase is left to its single words: nobody says so much in one breath, and the search would have to hold it open all the time.</summary>
    private const int MaxPhones = 100;

    /// <summary>The words of all forms that can be pronounced. When two phrases sound the same, the first one counts.</summary>
    /// <param name="forms">Of a vocabulary.</param>
    /// <param name="dictionary">Gives the phones of a word, or null.</param>
    public static IEnumerable<CompoundWord> Of(IEnumerable<SpokenForm> forms, Func<string, string?> dictionary) =>
        forms.SelectMany(form => Pronunciations(form.Words, dictionary).Select(phones => Make(phones, form))).DistinctBy(word => word.Name, StringComparer.Ordinal);

    /// <summary>Nothing of it: the phones say the phrase.</summary>
    public override string ToString() => "CompoundWord";

    private static CompoundWord Make(string phones, SpokenForm form) => new("~" + phones.Replace(' ', '.'), phones, form);

    private static IEnumerable<string> Pronunciations(IReadOnlyList<string> words, Func<string, string?> dictionary)
    {
        List<string> all = [""];
        foreach (var word in words)
        {
            var one = PronunciationsOf(word, dictionary);
            all = [.. one.SelectMany(phones => all.Select(before => before.Length == 0 ? phones : $"{before} {phones}")).Take(MaxPronunciations)];
        }

        return all.Where(phones => phones.Length > 0 && phones.Count(character => character == ' ') < MaxPhones);
    }

    private static List<string> PronunciationsOf(string word, Func<string, string?> dictionary)
    {
        // The dictionary has the names of letters with a full stop: "a" alone is mostly the article.
        var keys = word.Length == 1 ? [word + ".", word, word + "(2)"] : new[] { word, word + "(2)", word + "(3)" };
        var found = keys.Select(dictionary).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (found.Count == 0 && LetterToSound.Phones(word) is { Length: > 0 } phones)
            found.Add(phones);
        return found;
    }
}
