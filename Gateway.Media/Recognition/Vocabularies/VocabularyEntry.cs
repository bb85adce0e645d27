namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>
/// A phrase that a transcript is to contain when it is said. Two entries are equal when everything in them is. May be a person's name: never log it.
/// </summary>
/// <param name="Phrase">As it is wanted in the transcript. At most <see cref="Vocabulary.MaxPhraseLength"/> characters.</param>
/// <param name="SoundsLike">How it is pronounced, in words: "i triple e". Case does not matter. Empty when that follows from the phrase; at most
/// <see cref="Vocabulary.MaxSounds"/>, of at most <see cref="Vocabulary.MaxSoundLength"/> characters each.</param>
/// <param name="Category">What the phrase is, or null when nobody said.</param>
public sealed record VocabularyEntry(string Phrase, IReadOnlyList<string> SoundsLike, VocabularyCategory? Category = null)
{
    /// <inheritdoc/>
    public bool Equals(VocabularyEntry? other) =>
        other is not null && Phrase == other.Phrase && Category == other.Category && SoundsLike.SequenceEqual(other.SoundsLike, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Phrase);
        hash.Add(Category);
        foreach (var sound in SoundsLike)
            hash.Add(sound);
        return hash.ToHashCode();
    }

    /// <summary>The category and the number of sounds only.</summary>
    public override string ToString() => $"VocabularyEntry {{ {Category?.ToString() ?? "no category"}, {SoundsLike?.Count ?? 0} sounds }}";
}
