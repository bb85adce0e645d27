using System.Globalization;
using System.Text;
using Gateway.Tests.Support;
using Gateway.Transcripts;
using Gateway.Transcripts.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.Conformance;

/// <summary>What is particular to a store in a file: whose it is, what is wrong with it, where it lies.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-store-").FullName;

    private string Database => Path.Combine(_folder, "transcripts.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Its_files_are_for_their_owner_alone()
    {
        var folder = Path.Combine(_folder, "made", "for", "it");
        await using var store = await OpenAsync(Path.Combine(folder, "transcripts.db"));
        await store.WriteAsync([Message()], Now, CancellationToken.None);
        await using var publication = await store.TryLockPublicationAsync(CancellationToken.None);

        var files = Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.GetUnixFileMode);
        Assert.Equal(["transcripts.db", "transcripts.db-publication", "transcripts.db-shm", "transcripts.db-wal"], files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files.Values, mode => Assert.Equal(OwnerOnly, mode));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Theory]
    [InlineData("newer", "newer release")]
    [InlineData("newer, with a log", "newer release")]
    [InlineData("foreign", "not a transcript database")]
    [InlineData("text", "damaged")]
    [InlineData("header", "damaged")]
    [InlineData("middle", "damaged")]
    [InlineData("middle, with a log", "damaged")]
    [InlineData("cut off", "damaged")]
    public async Task What_cannot_be_used_is_refused_with_advice_and_left_as_it_was(string what, string advice)
    {
        await MakeAsync(what);
        var before = Contents();

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(Database));

        SqliteConnection.ClearAllPools();
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        Assert.Contains(Database, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task A_place_where_nobody_can_write_is_refused()
    {
        // Not even root can.
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync("/proc/transcripts/transcripts.db"));

        Assert.Contains("/proc/transcripts/transcripts.db", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:Transcripts:Sqlite:Path", refused.Message, StringComparison.Ordinal);
    }

    [MountingFact]
    public async Task A_database_that_can_only_be_read_is_refused()
    {
        using var disk = new SmallDisk();
        var database = Path.Combine(disk.Folder, "transcripts.db");
        await using (var store = await OpenAsync(database))
            await store.WriteAsync([Message()], Now, CancellationToken.None);
        SqliteConnection.ClearAllPools();
        disk.MakeReadOnly();

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(database));

        SqliteConnection.ClearAllPools();
        Assert.Contains("Gateway:Transcripts:Sqlite:Path", refused.Message, StringComparison.Ordinal);
    }

    [MountingFact]
    public async Task A_full_disk_is_said_and_when_there_is_room_again_writing_goes_on()
    {
        using var disk = new SmallDisk();
        var ballast = Path.Combine(disk.Folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[300_000]);
        await using var store = await OpenAsync(Path.Combine(disk.Folder, "transcripts.db"));
        var written = new List<Core.Ulid>();
        MessageEntry? refused = null;
        StoreUnavailableException? full = null;
        while (full is null)
        {
            refused = Message();
            full = await Record.ExceptionAsync(() => store.WriteAsync([refused], Now, CancellationToken.None)) as StoreUnavailableException;
            if (full is null)
                written.Add(refused.Id);
            Assert.True(written.Count < 1_000);
        }

        Assert.Contains("is full", full.Message, StringComparison.Ordinal);
        Assert.Equal(written, await IdsAsync(store));
        File.Delete(ballast);
        await store.WriteAsync([refused!], Now, CancellationToken.None);
        Assert.Equal([.. written, refused!.Id], await IdsAsync(store));
        await store.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task What_was_purged_stands_in_none_of_its_files()
    {
        await using var store = await OpenAsync(Database);
        await store.WriteAsync([.. Enumerable.Range(0, 200).Select(i => Message("unspeakable"))], Now, CancellationToken.None);
        Assert.True(StandsThere("unspeakable"));

        await store.DeleteAsync(Message().ExternalId, CancellationToken.None);

        Assert.False(StandsThere("unspeakable"));
    }

    [Fact]
    public async Task A_purge_that_waits_for_a_reader_keeps_nobody_from_writing()
    {
        await using var store = await OpenAsync(Database);
        await store.WriteAsync([.. Enumerable.Range(0, 200).Select(i => Message("unspeakable"))], Now, CancellationToken.None);
        var reader = store.SpokenAsync(new TimeRange(Now.AddDays(-1), Now.AddDays(1)), Now, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());

        var purge = store.DeleteAsync(Message().ExternalId, CancellationToken.None);
        for (var i = 0; i < 20; i++)
            await store.WriteAsync([Message()], Now, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(2), TimeProvider.System);
        Assert.False(purge.IsCompleted);
        Assert.True(StandsThere("unspeakable"));
        await reader.DisposeAsync();
        Assert.Equal(200, await purge);

        Assert.False(StandsThere("unspeakable"));
    }

    [Fact]
    public async Task What_has_expired_stands_in_none_of_its_files_when_nothing_is_left_to_delete()
    {
        await using var store = await OpenAsync(Database);
        await store.WriteAsync([Message("unspeakable")], Now, CancellationToken.None);
        await store.CompleteAbandonedAsync(Now, CancellationToken.None);

        while (await store.DeleteExpiredAsync(Now.AddDays(1), 1000, CancellationToken.None) > 0)
        {
        }

        Assert.False(StandsThere("unspeakable"));
    }

    [Fact]
    public async Task Two_gateways_of_one_name_do_not_share_it()
    {
        await using var second = await OpenAsync(Database);
        await using (var first = await OpenAsync(Database))
        {
            await first.CompleteAbandonedAsync(Now, CancellationToken.None);

            var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => second.CompleteAbandonedAsync(Now, CancellationToken.None));
            Assert.Contains("Another gateway named", refused.Message, StringComparison.Ordinal);
        }

        await second.CompleteAbandonedAsync(Now, CancellationToken.None);
    }

    [Fact]
    public async Task When_it_is_closed_its_log_is_in_it()
    {
        await using (var store = await OpenAsync(Database))
            await store.WriteAsync([Message()], Now, CancellationToken.None);

        Assert.Equal([Database], Directory.GetFiles(_folder));
    }

    private static MessageEntry Message(string text = "hello") => new(SampleUtterance.Of() with { Text = text + new string('.', 500) });

    private static async Task<SqliteTranscriptStore> OpenAsync(string database)
    {
        var store = new SqliteTranscriptStore(database, "node-1", new ContentSeal(null));
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private static async Task<List<Core.Ulid>> IdsAsync(SqliteTranscriptStore store) =>
        await store.MessagesOfAsync(Message().ExternalId, int.MaxValue, CancellationToken.None).Select(message => message.Utterance.Id).ToListAsync();

    private bool StandsThere(string text) => Directory.GetFiles(_folder).Where(file => new FileInfo(file).Length > 0).Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    /// <summary>Without what SQLite makes in order to read: its index of the log, which it can make again, and a log in which nothing is.</summary>
    private SortedDictionary<string, string> Contents() => new(
        Directory.GetFiles(_folder)
            .Where(file => !file.EndsWith("-shm", StringComparison.Ordinal) && new FileInfo(file).Length > 0)
            .ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file))),
        StringComparer.Ordinal);

    private async Task MakeAsync(string what)
    {
        if (what == "text")
        {
            await File.WriteAllTextAsync(Database, string.Join('\n', Enumerable.Repeat("This is no database.", 500)));
            return;
        }

        if (what == "foreign")
        {
            Execute("CREATE TABLE song (title TEXT); INSERT INTO song VALUES ('x')");
            return;
        }

        var store = await OpenAsync(Database);
        await store.WriteAsync([.. Enumerable.Range(0, 200).Select(_ => Message())], Now, CancellationToken.None);
        if (what.StartsWith("newer", StringComparison.Ordinal))
            Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {2}"));
        if (what.EndsWith("with a log", StringComparison.Ordinal))
            KeepLog();
        else
            await store.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (what.EndsWith("with a log", StringComparison.Ordinal))
            PutLogBack();

        using var file = File.Open(Database, FileMode.Open);
        switch (what.Split(',')[0])
        {
            case "header":
                Overwrite(file, 3, 8);
                break;
            case "middle":
                // All pages but the first: whichever they are, the check comes upon them.
                Overwrite(file, 4096, (int)file.Length - 4096);
                break;
            case "cut off":
                file.SetLength(4096 * 3);
                break;
            default:
                break;
        }
    }

    /// <summary>As a crash leaves them: the log beside the database.</summary>
    private void KeepLog()
    {
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Execute("CREATE TABLE later (x)");
        foreach (var file in new[] { Database, Database + "-wal" })
            File.Copy(file, file + ".kept");
    }

    private void PutLogBack()
    {
        foreach (var file in new[] { Database, Database + "-wal" })
            File.Move(file + ".kept", file, overwrite: true);
    }

    private static void Overwrite(FileStream file, int at, int count)
    {
        file.Position = at;
        file.Write([.. Enumerable.Repeat((byte)0xA5, count)]);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
