namespace Gateway.Media.Recognition.Vocabularies;

/// <summary>
/// The vocabulary of the whole process: what media gateway calls are recognised with, and what sessions add theirs to (api.md 8.6). Safe for
/// concurrent use.
/// </summary>
public sealed class SharedVocabulary
{
    private volatile Vocabulary _current = Vocabulary.Empty;

    /// <summary>The vocabulary that utterances which begin now are recognised with.</summary>
    public Vocabulary Current => _current;

    /// <summary>Puts another in its place. It takes effect for utterances that begin from now on; while the engine adopts it, within a minute.</summary>
    public void Replace(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        // Of two that are equal the old one stays: what was derived from it remains of use.
        if (!vocabulary.Equals(_current))
            _current = vocabulary;
    }
}
