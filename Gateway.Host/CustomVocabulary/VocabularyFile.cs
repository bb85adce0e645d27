using System.Security.Cryptography;
using Gateway.Core;
using Gateway.Host.Configuration;
using Gateway.Host.Operations;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Host.CustomVocabulary;

/// <summary>
/// The phrases that everybody is recognised with, kept in a file that gateways may share. What changes here takes effect for utterances that begin
/// afterwards. While the file is not what it should be, what it held before is in effect and nothing can be changed. Safe for concurrent use.
/// </summary>
internal sealed partial class VocabularyFile
{
    /// <summary>No honest list of 200 phrases is longer.</summary>
    private const int MaxBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly SharedFile _file;
    private readonly SharedVocabulary _shared;
    private readonly UlidSequence _ids;
    private readonly ILogger<VocabularyFile> _logger;

    // Read without the lock, which is held while the disk works.
    private volatile VocabularyList _list = VocabularyList.Empty;

    /// <summary>The hash of what was read or written last; null while there has been no file. Times of files are too coarse, and links have their own.</summary>
    private string? _version;
    private string? _told;
    private string? _toldUnwritten;

    /// <param name="path">The file, or a link to it; made with the first phrase.</param>
    /// <param name="shared">Where the phrases take effect.</param>
    /// <param name="time">The clock that ids are made with.</param>
    /// <param name="logger">Gets numbers and mistakes, never phrases.</param>
    /// <exception cref="ConfigurationException">The file cannot be read, or is not what it should be.</exception>
    public VocabularyFile(string path, SharedVocabulary shared, TimeProvider time, ILogger<VocabularyFile> logger)
    {
        _file = new SharedFile(path);
        _shared = shared;
        _ids = new UlidSequence(time);
        _logger = logger;
        if (Take() is { } mistake)
            throw new ConfigurationException([$"Gateway:Vocabulary:File: {mistake}"]);
    }

    /// <summary>The phrases in the order of the file: those that are added come last. Never waits for the disk.</summary>
    public IReadOnlyList<CustomVocabularyEntry> Entries => _list.Entries;

    /// <summary>Adds a phrase.</summary>
    /// <returns>The phrase as it was added, or why it was not.</returns>
    public (CustomVocabularyEntry? Added, VocabularyRefusal? Refusal) Add(string phrase, IReadOnlyList<string> soundsLike)
    {
        if (VocabularyList.Normalise(phrase, soundsLike, out var normal) is { } mistake)
            return (null, VocabularyRefusal.Of(mistake));
        var added = new CustomVocabularyEntry(_ids.Next().ToString(), normal!.Phrase, normal.SoundsLike);
        var refusal = Change(list =>
        {
            // A repeated request must not fail in a way that looks new.
            if (list.Entries.Any(entry => entry.Phrase == added.Phrase))
                return (list, new VocabularyRefusal(VocabularyRefusalKind.AlreadyThere, "The phrase is there already; delete it to give it other pronunciations"));
            var excess = list.With(added, out var extended);
            return (extended, excess is null ? null : VocabularyRefusal.Of(excess));
        });
        return refusal is null ? (added, null) : (null, refusal);
    }

    /// <summary>Removes a phrase.</summary>
    /// <returns>Why it was not removed; null when it was.</returns>
    public VocabularyRefusal? Remove(string id) => Change(list => list.Entries.Any(entry => entry.Id == id)
        ? (list.Without(id), null)
        : (list, new VocabularyRefusal(VocabularyRefusalKind.NotThere, "There is no custom vocabulary with that id")));

    /// <summary>Takes over what somebody else has written since; a mistake is told in the log, once.</summary>
    /// <returns>Why not; then what was there before still holds. Null when all is well.</returns>
    public string? Reload()
    {
        lock (_lock)
        {
            var mistake = Take();
            if (mistake is null)
                _told = null;
            else if (IsNew(mistake, ref _told))
                Log.NotTaken(_logger, mistake);
            return mistake;
        }
    }

    private static string VersionOf(ReadOnlySpan<byte> content) => Convert.ToHexString(SHA256.HashData(content));

    private static bool IsNew(string mistake, ref string? told)
    {
        var isNew = mistake != told;
        told = mistake;
        return isNew;
    }

    private VocabularyRefusal? Change(Func<VocabularyList, (VocabularyList Changed, VocabularyRefusal? Refusal)> change)
    {
        lock (_lock)
        {
            try
            {
                using var held = _file.Lock();
                // Written over, a mistake made by hand would be lost, and all that was right besides.
                if (Reload() is { } mistake)
                    return new VocabularyRefusal(VocabularyRefusalKind.FileUnusable, mistake);
                var (changed, refusal) = change(_list);
                if (refusal is not null)
                    return refusal;
                var content = changed.ToBytes();
                _file.Write(content);
                Hold(changed, VersionOf(content));
                _toldUnwritten = null;
                return null;
            }
            catch (SharedFileException failure)
            {
                var mistake = $"'{_file.Path}' cannot be written: {failure.Message}";
                if (IsNew(mistake, ref _toldUnwritten))
                    Log.NotWritten(_logger, mistake);
                return new VocabularyRefusal(VocabularyRefusalKind.FileUnusable, mistake);
            }
        }
    }

    private string? Take()
    {
        byte[]? content;
        try
        {
            content = _file.Read(MaxBytes);
        }
        catch (SharedFileException failure)
        {
            return $"'{_file.Path}' cannot be read: {failure.Message}";
        }

        // Whoever replaces a file in two steps, or loses the disk that it is on, does not mean that there are to be no phrases.
        if (content is null)
            return _version is null ? null : $"'{_file.Path}' is gone. Put it back; one without phrases holds {{\"customVocabularies\":[]}}.";
        var version = VersionOf(content);
        if (version == _version)
            return null;
        if (VocabularyList.Read(content, out var list) is { } mistake)
            return $"'{_file.Path}' cannot be used. {mistake} Mend it, or delete it and start the gateway again to go on without it.";
        Hold(list, version);
        return null;
    }

    private void Hold(VocabularyList list, string version)
    {
        (_list, _version) = (list, version);
        _shared.Replace(list.Vocabulary);
        Log.Changed(_logger, list.Entries.Count);
    }

    private static partial class Log
    {
        [LoggerMessage(4411, LogLevel.Error, "The custom vocabulary has changed and was not taken; the old one still holds. {Mistake}")]
        public static partial void NotTaken(ILogger logger, string mistake);

        [LoggerMessage(4412, LogLevel.Information, "The custom vocabulary has changed: {Phrases} phrases now")]
        public static partial void Changed(ILogger logger, int phrases);

        [LoggerMessage(4413, LogLevel.Error, "A change of the custom vocabulary was refused. {Mistake}")]
        public static partial void NotWritten(ILogger logger, string mistake);
    }
}
