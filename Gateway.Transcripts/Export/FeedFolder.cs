using System.Globalization;
using System.Text.Json;

namespace Gateway.Transcripts.Export;

/// <summary>
/// The files of the feed <c>utterances</c> on the disk. What a request names is looked for in manifests; no path is ever made of it.
/// </summary>
public sealed class FeedFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string DatePrefix = "dt=";
    private const string ManifestEnding = ".json";

    private readonly string _root;

    /// <param name="directory">The directory of all feeds; made when it is first written to.</param>
    public FeedFolder(string directory) => _root = Path.Combine(Path.GetFullPath(directory), UtteranceFeed.Name, "version=" + UtteranceFeed.Version);

    /// <summary>The feed's name.</summary>
    public static string Feed => UtteranceFeed.Name;

    /// <summary>The feed's only version.</summary>
    public static string Version => UtteranceFeed.Version;

    /// <summary>The published dates, ascending.</summary>
    public IReadOnlyList<DateOnly> Dates() => !Directory.Exists(_root) ? [] :
    [
        .. Directory.EnumerateFiles(_root, DatePrefix + "*" + ManifestEnding)
            .Select(file => DateOf(Path.GetFileName(file)[..^ManifestEnding.Length])).OfType<DateOnly>().Order(),
    ];

    /// <summary>What there is of a date; null when it is not published.</summary>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public Manifest? Find(DateOnly date)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(ManifestOf(date)), ManifestJson.Default.Manifest);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException($"'{ManifestOf(date)}' is damaged. Move it and the folder beside it away: the date is published again, with what the store still has of it.", damage);
        }
    }

    /// <summary>Where a file is that a manifest names.</summary>
    public string PathOf(Manifest manifest, PublishedFile file)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(file);
        return Path.Combine(FolderOf(manifest.Date), manifest.Generation, FormatFolder(file.Format), file.Name);
    }

    /// <summary>Makes the folder for the files of one format.</summary>
    internal string Prepare(DateOnly date, string generation, FeedFormat format)
    {
        var folder = Path.Combine(FolderOf(date), generation, FormatFolder(format.Name));
        Directory.CreateDirectory(folder, OwnerOnly);
        return folder;
    }

    /// <summary>Makes a date visible, or changes what is visible of it, and deletes what was there before.</summary>
    internal void Publish(Manifest manifest)
    {
        Directory.CreateDirectory(FolderOf(manifest.Date), OwnerOnly);
        ExportFile.Write(ManifestOf(manifest.Date), JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.Manifest));
        DeleteOthers(manifest);
    }

    /// <summary>Deletes what publications left behind that did not end. Only for whoever has the right to publish.</summary>
    internal void DeleteLeftovers()
    {
        if (!Directory.Exists(_root))
            return;
        foreach (var file in Directory.EnumerateFiles(_root, "*.partial").ToList())
            File.Delete(file);
        foreach (var folder in Directory.EnumerateDirectories(_root, DatePrefix + "*").ToList())
        {
            if (DateOf(Path.GetFileName(folder)) is not { } date)
                continue;
            try
            {
                if (Find(date) is { } manifest)
                    DeleteOthers(manifest);
                else
                    Directory.Delete(folder, recursive: true);
            }
            catch (InvalidDataException)
            {
                // Nobody knows what its manifest named: everything stays, until somebody has looked at it.
            }
        }
    }

    /// <summary>Deletes a date. It is gone from the lists before its files are.</summary>
    internal void Delete(DateOnly date)
    {
        File.Delete(ManifestOf(date));
        if (Directory.Exists(FolderOf(date)))
            Directory.Delete(FolderOf(date), recursive: true);
    }

    private void DeleteOthers(Manifest manifest)
    {
        foreach (var folder in Directory.EnumerateDirectories(FolderOf(manifest.Date)).Where(folder => Path.GetFileName(folder) != manifest.Generation).ToList())
            Directory.Delete(folder, recursive: true);
    }

    private string FolderOf(DateOnly date) => Path.Combine(_root, DatePrefix + Text(date));

    private string ManifestOf(DateOnly date) => FolderOf(date) + ManifestEnding;

    private static string FormatFolder(string format) => "format=" + format;

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? DateOf(string name) =>
        name.StartsWith(DatePrefix, StringComparison.Ordinal)
        && DateOnly.TryParseExact(name[DatePrefix.Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
