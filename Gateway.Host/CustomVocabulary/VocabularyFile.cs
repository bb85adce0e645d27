using System.Text.Json;
using Gateway.Core;
using Gateway.Host.Configuration;
using Gateway.Host.Operations;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Host.CustomVocabulary;

/// <summary>
/// The phrases that everybody is recognised with, kept in a file. What changes here takes effect for utterances that begin afterwards. Safe for concurrent
/// use; of two gateways that share the file and change it in the same moment, one change may be lost.
/// </summary>
internal sealed class VocabularyFile
{
    /// <summary>No honest list of 200 phrases is longer.</summary>
    private const int MaxBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly SharedVocabulary _shared;
    private readonly UlidSequence _ids;
    private IReadOnlyList<CustomVocabularyEntry> _entries = [];
    private (DateTime Written, long Length) _version;

    /// <param name="path">The file; made with the first phrase.</param>
    /// <param name="shared">Where the phrases take effect.</param>
    /// <param name="time">The clock that ids are made with.</param>
    /// <exception cref="ConfigurationException">The file cannot be read, or is not what it should be.</exception>
    public VocabularyFile(string path, SharedVocabulary shared, TimeProvider time)
    {
        _path = Path.GetFullPath(path);
        _shared = shared;
        _ids = new UlidSequence(time);
        if (Reload() is { } mistake)
            throw new ConfigurationException([$"Gateway:Vocabulary:File: {mistake}"]);
    }

    /// <summary>The phrases in the order in which they were added.</summary>
    public IReadOnlyList<CustomVocabularyEntry> Entries
    {
        get
        {
            lock (_lock)
                return _entries;
        }
    }

    /// <summary>Adds a phrase.</summary>
    /// <returns>The phrase as it was added, or what is wrong with it.</returns>
    /// <exception cref="IOException">The file cannot be written; nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public (CustomVocabularyEntry? Added, VocabularyMistake? Mistake) Add(string phrase, IReadOnlyList<string> soundsLike)
    {
        lock (_lock)
        {
            Reload();
            var added = new CustomVocabularyEntry(_ids.Next().ToString(), phrase, soundsLike);
            IReadOnlyList<CustomVocabularyEntry> entries = [.. _entries, added];
            if (Check(entries, out var vocabulary) is { } mistake)
                return (null, mistake);
            Keep(entries, vocabulary);
            return (added, null);
        }
    }

    /// <summary>Whether a phrase is there already; spelled in the same way.</summary>
    public bool Has(string phrase) => Entries.Any(entry => entry.Phrase == phrase);

    /// <summary>Removes a phrase.</summary>
    /// <returns>What was removed; null when there is no such phrase.</returns>
    /// <exception cref="IOException">The file cannot be written; nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public CustomVocabularyEntry? Remove(string id)
    {
        lock (_lock)
        {
            Reload();
            var removed = _entries.FirstOrDefault(entry => entry.Id == id);
            if (removed is null)
                return null;
            IReadOnlyList<CustomVocabularyEntry> entries = [.. _entries.Where(entry => entry.Id != id)];
            _ = Check(entries, out var vocabulary);
            Keep(entries, vocabulary);
            return removed;
        }
    }

    /// <summary>Takes over what somebody else has written since.</summary>
    /// <returns>Why not; then what was there before still holds. Null when all is well.</returns>
    public string? Reload()
    {
        lock (_lock)
        {
            try
            {
                var file = new FileInfo(_path);
                var version = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
                if (version == _version)
                    return null;
                if (version.Length > MaxBytes)
                    return $"'{_path}' has more than {MaxBytes} bytes; it is not a list of phrases.";
                IReadOnlyList<CustomVocabularyEntry> entries = file.Exists ? Read() : [];
                if (Check(entries, out var vocabulary) is { } mistake)
                    return $"'{_path}' cannot be used: {mistake.Message} Mend it, or delete it to go on without it.";
                (_entries, _version) = (entries, version);
                _shared.Replace(vocabulary);
                return null;
            }
            catch (JsonException damage)
            {
                return $"'{_path}' is not the JSON that it should be (line {(damage.LineNumber ?? 0) + 1}). Mend it, or delete it to go on without it.";
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return $"'{_path}' cannot be read: {failure.Message}";
            }
        }
    }

    private static VocabularyMistake? Check(IReadOnlyList<CustomVocabularyEntry> entries, out Vocabulary vocabulary) =>
        Vocabulary.Empty.With([.. entries.Select(entry => new VocabularyEntry(entry.Phrase, entry.SoundsLike))], out vocabulary);

    private CustomVocabularyEntry[] Read()
    {
        var document = JsonSerializer.Deserialize(File.ReadAllBytes(_path), VocabularyJson.Default.VocabularyDocument);
        var entries = document?.CustomVocabularies ?? throw new JsonException();
        // Whoever writes the file by hand need not think of ids.
        return [.. entries.Select(entry => entry is { Phrase: not null }
            ? entry with { Id = entry.Id ?? _ids.Next().ToString(), SoundsLike = entry.SoundsLike?.All(sound => sound is not null) != false ? entry.SoundsLike ?? [] : throw new JsonException() }
            : throw new JsonException())];
    }

    private void Keep(IReadOnlyList<CustomVocabularyEntry> entries, Vocabulary vocabulary)
    {
        StateDirectory.Write(_path, JsonSerializer.SerializeToUtf8Bytes(new VocabularyDocument(entries), VocabularyJson.Default.VocabularyDocument));
        var file = new FileInfo(_path);
        (_entries, _version) = (entries, (file.LastWriteTimeUtc, file.Length));
        _shared.Replace(vocabulary);
    }
}
