using System.Globalization;
using System.Text.Json;
using Gateway.Core;
using Gateway.Transcripts;
using Gateway.Transcripts.Export;

namespace Gateway.Tests.Support;

/// <summary>A real store, a publisher and its folder, on a clock that the test moves.</summary>
internal sealed class FeedHarness : IAsyncDisposable
{
    private readonly UlidSequence _ids;

    private FeedHarness(ExportOptions options, DateTimeOffset now)
    {
        Time = new ManualTime(now);
        _ids = new UlidSequence(Time);
        Options = options;
        Place = new StorePlace(Path.Combine(Directory, "transcripts.db"), Path.Combine(Directory, "export"), "node-1");
        Store = new WatchedStore(Registration.CreateStore(new TranscriptOptions(), Place));
        Folder = Registration.CreateFolder(options, Place);
        Publisher = new FeedPublisher(Store, Folder, options, Time);
    }

    /// <summary>A Saturday after two in the morning.</summary>
    public static DateTimeOffset Morning { get; } = new(2026, 3, 7, 2, 0, 0, TimeSpan.Zero);

    /// <summary>The date that is due then.</summary>
    public static DateOnly Yesterday { get; } = new(2026, 3, 6);

    public string Directory { get; } = FastFolder.Create();

    /// <summary>Where the dates of the feed are.</summary>
    public string FeedDirectory => Path.Combine(Place.DefaultExport, "utterances", "version=1");

    public StorePlace Place { get; }

    public ExportOptions Options { get; }

    public ManualTime Time { get; }

    public WatchedStore Store { get; }

    public FeedFolder Folder { get; }

    public FeedPublisher Publisher { get; }

    public static async Task<FeedHarness> StartAsync(ExportOptions? options = null, DateTimeOffset? now = null)
    {
        var harness = new FeedHarness(options ?? new ExportOptions { Utterances = new FeedOptions { Enabled = true } }, now ?? Morning);
        await harness.Store.OpenAsync(CancellationToken.None);
        return harness;
    }

    public static CallSid Call(int number) => CallSid.Parse("CA" + number.ToString("x32", CultureInfo.InvariantCulture));

    /// <summary>A moment of yesterday.</summary>
    public static DateTimeOffset At(int hour, int minute = 0, int second = 0, int millisecond = 0) =>
        new(Yesterday, new TimeOnly(hour, minute, second, millisecond), TimeSpan.Zero);

    /// <summary>What is said in a call.</summary>
    public Utterance Utterance(DateTimeOffset spoken, string text, int call = 1) => SampleUtterance.Of() with { Id = _ids.Next(), Conversation = Call(call), SpokenAt = spoken, Text = text };

    /// <summary>Something was said, and stored five seconds later unless another moment is given.</summary>
    public async Task<Utterance> SayAsync(DateTimeOffset spoken, string text, int call = 1, DateTimeOffset? created = null)
    {
        var utterance = Utterance(spoken, text, call);
        await Store.WriteAsync([new MessageEntry(utterance)], created ?? spoken.AddSeconds(5), CancellationToken.None);
        return utterance;
    }

    /// <summary>Publishes what is due.</summary>
    /// <returns>The dates and the utterances of each.</returns>
    public async Task<IReadOnlyList<(DateOnly Date, long Rows)>> PublishAsync(CancellationToken cancellationToken = default)
    {
        await using var right = await Store.TryLockPublicationAsync(cancellationToken);
        Assert.NotNull(right);
        return await Publisher.PublishDueAsync(cancellationToken).ToListAsync(cancellationToken);
    }

    /// <summary>The files of a date in one format, as readers find them; null when the date is not published.</summary>
    public IReadOnlyList<PublishedFile>? Files(DateOnly date, FeedFormat format) =>
        Folder.Find(date)?.Files.Where(file => file.Format == format.Name).ToList();

    /// <summary>What is in a file.</summary>
    public string Read(DateOnly date, PublishedFile file) => File.ReadAllText(Folder.PathOf(Folder.Find(date)!, file));

    /// <summary>The rows of a date, in order, each with the name of its file.</summary>
    public IReadOnlyList<(string File, JsonElement Row)> Rows(DateOnly date) =>
    [
        .. from file in Files(date, FeedFormat.JsonLines)!
           from line in Read(date, file).Split('\n', StringSplitOptions.RemoveEmptyEntries)
           select (file.Name, JsonSerializer.Deserialize<JsonElement>(line)),
    ];

    /// <summary>What was said on a date, as its files tell it.</summary>
    public IReadOnlyList<string> Texts(DateOnly date) => [.. Rows(date).Select(row => row.Row.GetProperty("utterance").GetString()!)];

    /// <summary>Every file of the feed on the disk, whether readers are told of it or not.</summary>
    public IReadOnlyList<string> FilesOnDisk() => !System.IO.Directory.Exists(FeedDirectory) ? [] :
        [.. System.IO.Directory.EnumerateFiles(FeedDirectory, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(FeedDirectory, file)).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
