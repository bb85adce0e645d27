using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Core;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Host.CustomVocabulary;

/// <summary>The phrases of a file, without blanks at their ends and with sounds in lower case, each with an id of its own. Immutable.</summary>
internal sealed class VocabularyList
{
    private const int MaxIdLength = 100;

    private static readonly SearchValues<char> Printable = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    private VocabularyList(IReadOnlyList<CustomVocabularyEntry> entries, Vocabulary vocabulary) => (Entries, Vocabulary) = (entries, vocabulary);

    /// <summary>No phrases.</summary>
    public static VocabularyList Empty { get; } = new([], Vocabulary.Empty);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<CustomVocabularyEntry> Entries { get; }

    /// <summary>The same for recognition.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Whether a text can be the id of a phrase: it has to fit into an address.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= MaxIdLength && !text.AsSpan().ContainsAnyExcept(Printable) && text is not ("." or "..");

    /// <summary>Reads a file. A missing id follows from the phrase, so it is the same whenever, and by whichever gateway, the file is read.</summary>
    /// <returns>What is wrong, as a sentence that says no phrase; null when nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> content, out VocabularyList list)
    {
        list = Empty;
        IReadOnlyList<WrittenVocabularyEntry?>? written;
        try
        {
            written = JsonSerializer.Deserialize(content, VocabularyJson.Default.VocabularyDocument)?.CustomVocabularies;
        }
        catch (JsonException damage)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Line {(damage.LineNumber ?? 0) + 1} is not the JSON that it should be.");
        }

        if (written is null)
            return "There is no list customVocabularies in it.";
        var normal = new VocabularyEntry[written.Count];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < normal.Length; i++)
        {
            if (Normalise(written[i]?.Phrase, written[i]?.SoundsLike ?? [], out normal[i]!) is { } mistake)
                return At(i, mistake.What);
            if (written[i]!.Id is not { } id)
                continue;
            if (!IsId(id))
                return At(i, $"an id is 1 to {MaxIdLength} printable ASCII characters, and neither \".\" nor \"..\".");
            if (!ids.Add(id))
                return At(i, "its id is there twice.");
        }

        if (Vocabulary.Empty.With(normal, out var vocabulary) is { } excess)
            return excess.Index is { } index ? At(index, excess.What) : excess.What;
        list = new VocabularyList([.. normal.Select((entry, i) => new CustomVocabularyEntry(written[i]!.Id ?? IdOf(entry.Phrase, ids), entry.Phrase, entry.SoundsLike))], vocabulary);
        return null;
    }

    /// <summary>An entry as it is compared and kept: what the vocabulary makes of it.</summary>
    /// <returns>What is wrong with it, and then there is no entry; null when nothing is.</returns>
    public static VocabularyMistake? Normalise(string? phrase, IReadOnlyList<string?> soundsLike, out VocabularyEntry? normal)
    {
        var mistake = Vocabulary.Empty.With([new VocabularyEntry(phrase!, soundsLike!)], out var alone);
        normal = mistake is null ? alone.Entries[0] : null;
        return mistake;
    }

    /// <summary>This list and one more phrase at its end.</summary>
    /// <returns>Why there cannot be one more; null when there can.</returns>
    public VocabularyMistake? With(CustomVocabularyEntry entry, out VocabularyList extended)
    {
        var mistake = Vocabulary.With([new VocabularyEntry(entry.Phrase, entry.SoundsLike)], out var vocabulary);
        extended = mistake is null ? new VocabularyList([.. Entries, entry], vocabulary) : this;
        return mistake;
    }

    /// <summary>This list without a phrase.</summary>
    public VocabularyList Without(string id)
    {
        IReadOnlyList<CustomVocabularyEntry> entries = [.. Entries.Where(entry => entry.Id != id)];
        // Fewer phrases than before break no limit.
        _ = Vocabulary.Empty.With([.. entries.Select(entry => new VocabularyEntry(entry.Phrase, entry.SoundsLike))], out var vocabulary);
        return new VocabularyList(entries, vocabulary);
    }

    /// <summary>The file that <see cref="Read"/> makes the same list of.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(
        new VocabularyDocument([.. Entries.Select(entry => new WrittenVocabularyEntry(entry.Id, entry.Phrase, entry.SoundsLike))]), VocabularyJson.Default.VocabularyDocument);

    private static string At(int index, string what) => string.Create(CultureInfo.InvariantCulture, $"customVocabularies[{index}]: {what}");

    /// <param name="phrase">What the id follows from.</param>
    /// <param name="taken">The ids that others have; gains this one. The same phrase may be there more than once.</param>
    private static string IdOf(string phrase, HashSet<string> taken)
    {
        // The time of a ULID stays 0: nobody knows when the phrase was written. 80 bits are left for the hash.
        var bytes = new byte[16];
        for (var number = 0; ; number++)
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{phrase}\n{number}"))).AsSpan(0, 10).CopyTo(bytes.AsSpan(6));
            var id = Ulid.FromGuid(new Guid(bytes, bigEndian: true)).ToString();
            if (taken.Add(id))
                return id;
        }
    }
}
