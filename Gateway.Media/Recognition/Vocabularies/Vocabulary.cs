using System.Globalization;

namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>
/// The phrases that recognition is to know besides the words of its language (api.md 7.8, 8.6). Immutable; equal to any other that holds the same
/// entries, in whatever order they came. What is in it may be names: never log it.
/// </summary>
public sealed class Vocabulary : IEquatable<Vocabulary>
{
    /// <summary>The most phrases of a session, and of the shared vocabulary (INF-53, api.md 8.6).</summary>
    public const int MaxEntries = 200;

    /// <summary>The most characters of a phrase, in UTF-16 (INF-53).</summary>
    public const int MaxPhraseLength = 100;

    /// <summary>The most pronunciations of a phrase (INF-53, api.md 8.6).</summary>
    public const int MaxSounds = 5;

    /// <summary>The most characters of a pronunciation, in UTF-16 (INF-53, api.md 8.6).</summary>
    public const int MaxSoundLength = 40;

    private readonly VocabularyEntry[] _entries;
    private readonly int _hash;
    private readonly Lazy<IReadOnlyList<SpokenForm>> _forms;
    private readonly Lazy<SpokenFormTree> _tree;

    /// <param name="entries">Each phrase once, in any order.</param>
    private Vocabulary(IEnumerable<VocabularyEntry> entries)
    {
        _entries = [.. entries.OrderBy(entry => entry.Phrase, StringComparer.Ordinal)];
        var hash = new HashCode();
        foreach (var entry in _entries)
            hash.Add(entry);
        _hash = hash.ToHashCode();
        _forms = new Lazy<IReadOnlyList<SpokenForm>>(() => [.. _entries.SelectMany(SpokenForms.Of)]);
        _tree = new Lazy<SpokenFormTree>(() => new SpokenFormTree(_forms.Value));
    }

    /// <summary>No phrases.</summary>
    public static Vocabulary Empty { get; } = new([]);

    /// <summary>The phrases, each once.</summary>
    public IReadOnlyList<VocabularyEntry> Entries => _entries;

    /// <summary>All ways in which its phrases may be said. Made when first asked for.</summary>
    internal IReadOnlyList<SpokenForm> Forms => _forms.Value;

    /// <summary>The same, to find them in what was recognised.</summary>
    internal SpokenFormTree Tree => _tree.Value;

    /// <summary>
    /// Adds entries. A phrase that is there already gains pronunciations, and the category if one is given. When anything is wrong with any of
    /// them, nothing is added.
    /// </summary>
    /// <param name="entries">As a client sent them, in any number.</param>
    /// <param name="extended">This vocabulary and <paramref name="entries"/>; this vocabulary alone after a mistake.</param>
    /// <returns>What is wrong, or null when they were added.</returns>
    public VocabularyMistake? With(IReadOnlyList<VocabularyEntry> entries, out Vocabulary extended)
    {
        ArgumentNullException.ThrowIfNull(entries);
        extended = this;
        var (mistake, read) = VocabularyCheck.Read(entries);
        if (mistake is not null || read.Count == 0)
            return mistake;
        var merged = _entries.ToDictionary(entry => entry.Phrase, StringComparer.Ordinal);
        for (var i = 0; i < read.Count; i++)
        {
            var entry = Merge(merged.GetValueOrDefault(read[i].Phrase), read[i]);
            if (entry.SoundsLike.Count > MaxSounds)
                return VocabularyCheck.TooManySounds(i);
            merged[entry.Phrase] = entry;
        }

        if (merged.Count > MaxEntries)
            return new VocabularyMistake(VocabularyMistakeKind.BeyondLimit, string.Create(CultureInfo.InvariantCulture, $"At most {MaxEntries} phrases are allowed; with these there would be {merged.Count}."));
        extended = new Vocabulary(merged.Values);
        return null;
    }

    /// <inheritdoc/>
    public bool Equals(Vocabulary? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && _entries.AsSpan().SequenceEqual(other._entries));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Vocabulary);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>The number of entries only.</summary>
    public override string ToString() => $"Vocabulary {{ {_entries.Length} entries }}";

    /// <summary>Everything that is in either. The limits hold for each of them, not for both together.</summary>
    internal Vocabulary Union(Vocabulary other)
    {
        if (other._entries.Length == 0)
            return this;
        if (_entries.Length == 0)
            return other;
        var merged = _entries.ToDictionary(entry => entry.Phrase, StringComparer.Ordinal);
        foreach (var entry in other._entries)
            merged[entry.Phrase] = Merge(merged.GetValueOrDefault(entry.Phrase), entry);
        return new Vocabulary(merged.Values);
    }

    private static VocabularyEntry Merge(VocabularyEntry? old, VocabularyEntry added) => new(
        added.Phrase,
        [.. (old?.SoundsLike ?? []).Concat(added.SoundsLike).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        added.Category ?? old?.Category);
}
