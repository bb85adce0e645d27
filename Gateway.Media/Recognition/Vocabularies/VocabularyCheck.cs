using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>What is wrong with entries that somebody sent, and what they are when nothing is (api.md 7.8, INF-53).</summary>
internal static class VocabularyCheck
{
    private const string Phrase = "phrase";
    private const string Sounds = "soundsLike";

    /// <summary>Besides letters, what a pronunciation may contain.</summary>
    private static readonly SearchValues<char> SoundMarks = SearchValues.Create("'\u2019-. ");

    /// <summary>Would turn the text around them in a transcript: marks, embeddings, overrides and isolates of direction.</summary>
    private static readonly SearchValues<char> DirectionMarks =
        SearchValues.Create("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");

    /// <summary>Letters and signs by their category, and blank all the same: fillers of Hangul, braille without a dot.</summary>
    private static readonly SearchValues<char> Blanks = SearchValues.Create("\u115f\u1160\u3164\uffa0\u2800");

    /// <summary>The entries with blanks at the ends removed and sounds in lower case, or the first mistake and an empty list.</summary>
    public static (VocabularyMistake? Mistake, IReadOnlyList<VocabularyEntry> Entries) Read(IReadOnlyList<VocabularyEntry> entries)
    {
        if (entries.Count > Vocabulary.MaxEntries)
            return (BeyondLimit(string.Create(CultureInfo.InvariantCulture, $"At most {Vocabulary.MaxEntries} phrases are allowed.")), []);
        var read = new VocabularyEntry[entries.Count];
        for (var i = 0; i < read.Length; i++)
        {
            var entry = entries[i];
            if (Mistake(entry, i) is { } mistake)
                return (mistake, []);
            read[i] = new VocabularyEntry(
                entry.Phrase.Trim(), [.. entry.SoundsLike.Select(Sound).Distinct(StringComparer.Ordinal)], entry.Category);
        }

        return (null, read);
    }

    /// <summary>That phrase <paramref name="index"/> has more pronunciations than are allowed.</summary>
    public static VocabularyMistake TooManySounds(int index) =>
        BeyondLimit(string.Create(CultureInfo.InvariantCulture, $"at most {Vocabulary.MaxSounds} soundsLike are allowed for a phrase."), index, Sounds);

    private static VocabularyMistake? Mistake(VocabularyEntry? entry, int index)
    {
        if (entry?.Phrase is null || entry.SoundsLike is null)
            return Malformed(index, null, "phrase or soundsLike is missing.");
        if (entry.Phrase.Length > Vocabulary.MaxPhraseLength)
            return BeyondLimit(string.Create(CultureInfo.InvariantCulture, $"a phrase has at most {Vocabulary.MaxPhraseLength} characters."), index, Phrase);
        if (string.IsNullOrWhiteSpace(entry.Phrase))
            return Malformed(index, Phrase, "the phrase is empty.");
        if (!IsText(entry.Phrase))
            return Malformed(index, Phrase, "the phrase contains control characters, marks of direction or half a character.");
        if (!entry.Phrase.EnumerateRunes().Any(IsVisible))
            return Malformed(index, Phrase, "nothing of the phrase can be seen.");
        if (entry.Category is { } category && !Enum.IsDefined(category))
            return Malformed(index, "category", "the category is unknown.");
        if (entry.SoundsLike.Count > Vocabulary.MaxSounds)
            return TooManySounds(index);
        foreach (var sound in entry.SoundsLike)
        {
            if (sound is null || !sound.AsSpan().ContainsAnyExcept(SoundMarks))
                return Malformed(index, Sounds, "a soundsLike is empty.");
            if (sound.Length > Vocabulary.MaxSoundLength)
                return BeyondLimit(string.Create(CultureInfo.InvariantCulture, $"a soundsLike has at most {Vocabulary.MaxSoundLength} characters."), index, Sounds);
            if (!IsText(sound) || !Sound(sound).All(IsOfSound))
                return Malformed(index, Sounds, "a soundsLike may contain English and Spanish letters, apostrophes, hyphens, periods and blanks: write numbers and signs as words.");
        }

        return entry.SoundsLike.Count > 0 || entry.Phrase.Any(char.IsLetterOrDigit)
            ? null
            : Malformed(index, Phrase, "the phrase has neither letters nor digits: say in soundsLike how it is pronounced.");
    }

    private static string Sound(string sound) => sound.Trim().ToLowerInvariant();

    private static bool IsText(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done || Rune.IsControl(rune))
                return false;
            // Separators of lines and paragraphs break a transcript in two as control characters do.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                return false;
            rest = rest[length..];
        }

        return !text.AsSpan().ContainsAny(DirectionMarks);
    }

    private static bool IsVisible(Rune rune) => !Blanks.Contains((char)(rune.IsBmp ? rune.Value : 0))
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    /// <summary>Names are not only English and Spanish: the letters of their neighbours are taken, too.</summary>
    private static bool IsOfSound(char character) => Accents.IsWesternLetter(character) || SoundMarks.Contains(character);

    private static VocabularyMistake Malformed(int index, string? member, string what) => new(VocabularyMistakeKind.Malformed, what, index, member);

    private static VocabularyMistake BeyondLimit(string what, int? index = null, string? member = null) => new(VocabularyMistakeKind.BeyondLimit, what, index, member);
}
