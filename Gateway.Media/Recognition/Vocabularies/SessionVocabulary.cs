namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>What one session is recognised with: the shared vocabulary and what the session has added (api.md 7.8). Safe for concurrent use.</summary>
/// <param name="shared">The vocabulary of the process.</param>
public sealed class SessionVocabulary(SharedVocabulary shared)
{
    private readonly Lock _lock = new();
    private Vocabulary _own = Vocabulary.Empty;
    private (Vocabulary Shared, Vocabulary Own, Vocabulary Union)? _cached;

    /// <summary>The shared vocabulary and the session's own. The same object while neither changes.</summary>
    public Vocabulary Current
    {
        get
        {
            lock (_lock)
            {
                var current = shared.Current;
                if (_cached is not { } cached || cached.Shared != current || cached.Own != _own)
                    _cached = cached = (current, _own, current.Union(_own));
                return cached.Union;
            }
        }
    }

    /// <summary>Adds entries to what the session has added before, at most <see cref="Vocabulary.MaxEntries"/> in total; nothing when anything is
    /// wrong with any of them. They count from the next utterance that begins.</summary>
    /// <returns>What is wrong, or null when they were added.</returns>
    public VocabularyMistake? Add(IReadOnlyList<VocabularyEntry> entries)
    {
        lock (_lock)
        {
            var mistake = _own.With(entries, out var extended);
            _own = extended;
            return mistake;
        }
    }
}
