using System.Globalization;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;

namespace Gateway.Tests.Conformance;

/// <summary>What the suites that every transcript store has to pass have in common: a place, a store opened on it, and things to write.</summary>
public abstract class StoreSuite : IAsyncLifetime
{
    private protected const string Node = "node-1";

    private readonly List<ITranscriptStore> _opened = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-keys-").FullName;

    private protected StoreSuite(TestStore place) => Place = place;

    protected static DateTimeOffset Now { get; } = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private protected static ContentSeal Plain { get; } = new(null);

    private protected TestStore Place { get; }

    private protected ITranscriptStore Store { get; private set; } = null!;

    private protected UlidSequence Ids { get; } = new(new ManualTime());

    public async Task InitializeAsync()
    {
        await Place.MakeAsync();
        Store = await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
        await Place.RemoveAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private protected async Task<ITranscriptStore> OpenAsync(string node = Node, ContentSeal? seal = null)
    {
        var store = Place.Connect(node, seal ?? Plain);
        _opened.Add(store);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <summary>What seals with the last of some keys, and opens with all of them; a letter names a key.</summary>
    private protected ContentSeal SealOf(string keys)
    {
        var file = Path.Combine(_folder, keys);
        File.WriteAllLines(file, keys.Select(key => $"{key} {Convert.ToBase64String([.. Enumerable.Repeat((byte)key, 32)])}"));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new ContentSeal(ContentKeys.Read(file));
    }

    private protected static string Digits(int call) => call.ToString("x32", CultureInfo.InvariantCulture);

    protected static CallSid Call(int call) => CallSid.Parse("CA" + Digits(call));

    protected static string Name(int call) => Call(call).ToString();

    private protected static MessageEntry Message(int call, double spokenAt = 0, string text = "hello") =>
        new(SampleUtterance.Of(Digits(call)) with { SpokenAt = Now.AddSeconds(spokenAt), Text = text });

    private protected EventEntry Event(ConversationEvent happened) => new(Ids.Next(), happened);

    private protected EventEntry Started(int call, double at, TranscriptionSettings? settings = null) => Event(new TranscriptionStarted(
        Call(call), Now.AddSeconds(at), settings ?? new TranscriptionSettings { CustomerId = "TT9833237", AgentId = "AG1" }, new StreamId(Guid.NewGuid()), null));

    private protected EventEntry Leg(int call, double at, string leg = "MZ1") => Event(new MediaStarted(Call(call), Now.AddSeconds(at), StreamSid.Parse(leg)));

    private protected EventEntry Ended(int call, double at, bool completes = true, StreamEnding ending = StreamEnding.Stopped, string leg = "MZ1") =>
        Event(new MediaEnded(Call(call), Now.AddSeconds(at), StreamSid.Parse(leg), ending, completes));

    private protected EventEntry Lost(int call, double at = 0, string? detail = null) => Event(new Loss(
        Call(call), Now.AddSeconds(at), SampleUtterance.Of().Id, new StreamId(Guid.NewGuid()), LossReason.Status, 503, detail));

    private protected Task WriteAsync(params StoreEntry[] entries) => Store.WriteAsync(entries, Now, CancellationToken.None);

    private protected Task WriteAtAsync(double now, params StoreEntry[] entries) => Store.WriteAsync(entries, Now.AddSeconds(now), CancellationToken.None);

    private protected async Task<Conversation> FindAsync(int call)
    {
        var found = await Store.FindAsync(Name(call), CancellationToken.None);
        Assert.NotNull(found);
        return found;
    }

    private protected Task<IReadOnlyList<ConversationEvent>> EventsAsync(int call) => Store.EventsOfAsync(Name(call), CancellationToken.None);

    private protected Task<List<StoredMessage>> MessagesAsync(int call, int limit = int.MaxValue) => MessagesAsync(Store, call, limit);

    private protected static async Task<List<StoredMessage>> MessagesAsync(ITranscriptStore store, int call, int limit = int.MaxValue) =>
        await store.MessagesOfAsync(Name(call), limit, CancellationToken.None).ToListAsync();

    private protected async Task<List<StoredMessage>> SpokenAsync(double from, double to, double createdUntil = 0) =>
        await Store.SpokenAsync(Range(from, to), Now.AddSeconds(createdUntil), CancellationToken.None).ToListAsync();

    private protected static TimeRange Range(double from, double to) => new(Now.AddSeconds(from), Now.AddSeconds(to));

    private protected static void AssertSame(Utterance written, Utterance read)
    {
        Assert.Equal(written with { Words = null }, read with { Words = null });
        Assert.Equal(written.Words, read.Words);
    }
}
