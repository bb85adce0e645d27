using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;
using Gateway.Transcripts.Postgres;
using Npgsql;

namespace Gateway.Tests.Conformance;

/// <summary>What is particular to a store on a server: it stops, comes back, refuses, and others use it too.</summary>
public sealed class PostgresServerTests : IClassFixture<PostgresServerTests.Server>, IAsyncLifetime
{
    private const string WrongPassword = "hunter2-and-a-half";

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly PostgresCluster _cluster;
    private readonly UlidSequence _ids = new(new ManualTime());
    private string _database = "";

    public PostgresServerTests(Server server)
    {
        ArgumentNullException.ThrowIfNull(server);
        _cluster = server.Cluster;
    }

    private string Name => new NpgsqlConnectionStringBuilder(_database).Database!;

    private string Password => new NpgsqlConnectionStringBuilder(_database).Password!;

    public async Task InitializeAsync() => _database = await _cluster.CreateDatabaseAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_server_that_is_down_is_unavailable_and_when_it_is_back_the_store_works()
    {
        await using var store = Connect();
        await _cluster.StopAsync("fast");
        var down = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(CancellationToken.None));

        await _cluster.RestartAsync();
        await store.OpenAsync(CancellationToken.None);
        await store.WriteAsync([Message(1)], Now, CancellationToken.None);
        await _cluster.StopAsync("fast");
        var later = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync([Message(1)], Now, CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.FindAsync(Call(1), CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.TryLockPublicationAsync(CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.MessagesOfAsync(Call(1), 1, CancellationToken.None).ToListAsync());

        await _cluster.RestartAsync();
        await store.WriteAsync([Message(1)], Now, CancellationToken.None);
        Assert.Equal(2, (await store.MessagesOfAsync(Call(1), 10, CancellationToken.None).ToListAsync()).Count);
        Assert.Contains("cannot be reached", down.Message, StringComparison.Ordinal);
        Assert.All([down, later], failure => Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_crash_everything_is_there_whose_writing_had_returned()
    {
        // Somebody wanted it faster.
        await PostgresCluster.ExecuteAsync(_cluster.Administrator(Name), $"ALTER DATABASE {Name} SET synchronous_commit = off");
        await using var store = await OpenAsync();
        var acknowledged = new List<Ulid>();
        var writing = Task.Run(async () =>
        {
            while (true)
            {
                var entries = Enumerable.Range(0, 5).Select(_ => Message(1)).ToArray();
                await store.WriteAsync(entries, Now, CancellationToken.None);
                acknowledged.AddRange(entries.Select(entry => entry.Id));
            }
        });
        await Eventually.HoldsAsync(() => acknowledged.Count >= 500);

        await _cluster.StopAsync("immediate");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => writing);
        await _cluster.RestartAsync();

        var there = (await store.MessagesOfAsync(Call(1), int.MaxValue, CancellationToken.None).ToListAsync()).Select(message => message.Utterance.Id).ToHashSet();
        Assert.Subset(there, acknowledged.ToHashSet());
        // At most the write under way besides, and that whole or not at all.
        Assert.Contains(there.Count - acknowledged.Count, new[] { 0, 5 });
    }

    [Fact]
    public async Task Every_commit_waits_for_the_disk_whatever_the_default_is()
    {
        await PostgresCluster.ExecuteAsync(_cluster.Administrator(Name), $"ALTER DATABASE {Name} SET synchronous_commit = off");
        await using var store = await OpenAsync();
        await PostgresCluster.ExecuteAsync(
            _database,
            """
            CREATE TABLE seen (setting text);
            CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
            CREATE TRIGGER look AFTER INSERT ON message EXECUTE FUNCTION see();
            """);

        await store.WriteAsync([Message(1)], Now, CancellationToken.None);

        Assert.Equal("on", await PostgresCluster.ScalarAsync(_database, "SELECT min(setting) FROM seen"));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_as_it_was()
    {
        await (await OpenAsync()).DisposeAsync();
        await PostgresCluster.ExecuteAsync(_database, "UPDATE schema_version SET version = 2; DROP TABLE event");

        await using var store = Connect();
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => store.OpenAsync(CancellationToken.None));

        Assert.Contains("newer release", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, await PostgresCluster.ScalarAsync(_database, "SELECT max(version) FROM schema_version"));
        Assert.Equal(3L, await PostgresCluster.ScalarAsync(_database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Theory]
    [InlineData("CREATE TABLE message (subject text)")]
    [InlineData("CREATE TABLE schema_version (version text)")]
    [InlineData("CREATE TABLE schema_version (revision bigint)")]
    public async Task Tables_of_another_program_are_refused_and_left_as_they_were(string theirs)
    {
        await PostgresCluster.ExecuteAsync(_database, theirs);

        await using var store = Connect();
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => store.OpenAsync(CancellationToken.None));

        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await PostgresCluster.ScalarAsync(_database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Theory]
    [InlineData("Password", WrongPassword, "does not accept the password")]
    [InlineData("Username", "nobody", "does not accept the password")]
    [InlineData("Database", "nowhere", "CREATE DATABASE")]
    [InlineData("SSL Mode", "Require", "SSL")]
    [InlineData("Username", "guest", "lacks a right")]
    public async Task A_connection_string_that_leads_nowhere_is_refused(string keyword, string value, string advice)
    {
        await PostgresCluster.ExecuteAsync(_cluster.Administrator(Name), $"DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD '{Password}'");
        await using var store = new PostgresTranscriptStore(new NpgsqlConnectionStringBuilder(_database) { [keyword] = value }.ConnectionString, "node-1", new ContentSeal(null));

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => store.OpenAsync(CancellationToken.None));

        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:Transcripts:Postgres:ConnectionString", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(WrongPassword, refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hunter2")]
    [InlineData("Host=db;Password=hunter2;hunter2")]
    [InlineData("Host=db;Password=hun;ter2=x")]
    [InlineData("Host=db;Port=hunter2")]
    [InlineData("Host=db;SSL Mode=hunter2")]
    [InlineData("Database=hunter2")]
    [InlineData("Host=db;Password=\"hunter2")]
    [InlineData("Host=db;Password=hunter2;Minimum Pool Size=9;Maximum Pool Size=3")]
    public void A_malformed_connection_string_is_refused_and_not_repeated(string malformed)
    {
        var refused = Assert.Throws<StoreRefusedException>(() => new PostgresTranscriptStore(malformed, "node-1", new ContentSeal(null)));

        Assert.Contains("Gateway:Transcripts:Postgres:ConnectionString", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ter2", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALTER DATABASE {0} CONNECTION LIMIT 0", "ALTER DATABASE {0} CONNECTION LIMIT -1", "no connection left")]
    [InlineData("ALTER DATABASE {0} SET default_transaction_read_only = on", "ALTER DATABASE {0} RESET default_transaction_read_only", "can only be read")]
    [InlineData("ALTER DATABASE {0} ALLOW_CONNECTIONS false", "ALTER DATABASE {0} ALLOW_CONNECTIONS true", "not currently accept")]
    [InlineData("ALTER ROLE gateway PASSWORD 'other'", "ALTER ROLE gateway PASSWORD '{1}'", "does not accept the password")]
    [InlineData("ALTER DATABASE {0} SET statement_timeout = 1", "ALTER DATABASE {0} RESET statement_timeout", "too long")]
    public async Task What_somebody_changes_while_it_runs_is_unavailable_until_it_is_mended(string change, string mend, string problem)
    {
        await using var store = await OpenAsync();
        await store.WriteAsync([Message(1)], Now, CancellationToken.None);
        await ChangeAsync(change);
        // Long enough for the shortest of limits.
        var entries = Enumerable.Range(0, 500).Select(_ => Message(1)).ToArray();

        var unavailable = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(entries, Now, CancellationToken.None));
        await ChangeAsync(mend);
        await store.WriteAsync(entries, Now, CancellationToken.None);

        Assert.Contains(problem, unavailable.Message, StringComparison.Ordinal);
        Assert.Equal(501, (await store.MessagesOfAsync(Call(1), int.MaxValue, CancellationToken.None).ToListAsync()).Count);

        async Task ChangeAsync(string sql)
        {
            // Somebody else's sessions, and those that the store holds and has been given under the old rules.
            await PostgresCluster.ExecuteAsync(_cluster.Administrator("postgres"), string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, Name, Password));
            await PostgresCluster.ExecuteAsync(_cluster.Administrator("postgres"), $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Name}'");
            await Record.ExceptionAsync(() => store.FindAsync(Call(1), CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_table_that_somebody_took_away_is_unavailable_until_it_is_back()
    {
        await using var store = await OpenAsync();
        await PostgresCluster.ExecuteAsync(_database, "ALTER TABLE message RENAME TO elsewhere");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync([Message(1)], Now, CancellationToken.None));

        await PostgresCluster.ExecuteAsync(_database, "ALTER TABLE elsewhere RENAME TO message");
        await store.WriteAsync([Message(1)], Now, CancellationToken.None);
    }

    [Fact]
    public async Task Nodes_that_open_an_empty_database_at_the_same_time_all_can()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => Connect()).ToList();

        await Task.WhenAll(stores.Select(store => store.OpenAsync(CancellationToken.None)));

        foreach (var store in stores)
            await store.DisposeAsync();
        Assert.Equal(1L, await PostgresCluster.ScalarAsync(_database, "SELECT count(*) FROM schema_version"));
    }

    [Fact]
    public async Task Nodes_that_write_of_the_same_conversations_in_opposite_orders_do_not_stop_each_other()
    {
        const int Rounds = 60, Conversations = 40;
        await using var one = await OpenAsync();
        await using var two = await OpenAsync("node-2");

        await Task.WhenAll(
            WriteAsync(one, round => [.. Enumerable.Range(round * 5, Conversations)]),
            WriteAsync(two, round => [.. Enumerable.Range(round * 5, Conversations).Reverse()]),
            AbandonAsync(one),
            AbandonAsync(two));

        Assert.Equal(2L * Rounds * Conversations, await PostgresCluster.ScalarAsync(_database, "SELECT count(*) FROM message"));
        Assert.Equal(2L * Rounds * Conversations, await PostgresCluster.ScalarAsync(_database, "SELECT count(*) FROM event"));

        async Task WriteAsync(PostgresTranscriptStore store, Func<int, int[]> calls)
        {
            for (var round = 0; round < Rounds; round++)
                await store.WriteAsync([.. calls(round).SelectMany(call => new StoreEntry[] { Message(call), Leg(call) })], Now, CancellationToken.None);
        }

        async Task AbandonAsync(PostgresTranscriptStore store)
        {
            for (var round = 0; round < Rounds; round++)
                await store.CompleteAbandonedAsync(Now, CancellationToken.None);
        }
    }

    [Fact]
    public async Task The_right_to_publish_is_free_when_its_holder_has_died()
    {
        await using var holder = await OpenAsync();
        await using var other = await OpenAsync("node-2");
        await using var held = await holder.TryLockPublicationAsync(CancellationToken.None);
        Assert.NotNull(held);
        Assert.Null(await other.TryLockPublicationAsync(CancellationToken.None));

        await PostgresCluster.ExecuteAsync(
            _cluster.Administrator(Name),
            "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' AND d.datname = current_database()");

        IAsyncDisposable? taken = null;
        await Eventually.HoldsAsync(async () => (taken = await other.TryLockPublicationAsync(CancellationToken.None)) is not null);
        await held.DisposeAsync();
        Assert.Null(await holder.TryLockPublicationAsync(CancellationToken.None));
        await taken!.DisposeAsync();
    }

    [Fact]
    public async Task Of_several_hosts_the_one_that_can_be_written_to_is_used()
    {
        var settings = new NpgsqlConnectionStringBuilder(_database);
        settings.Host = $"127.0.0.1:1,127.0.0.1:{settings.Port}";
        settings.TargetSessionAttributes = "read-write";
        await using var store = new PostgresTranscriptStore(settings.ConnectionString, "node-1", new ContentSeal(null));

        await store.OpenAsync(CancellationToken.None);
        await store.WriteAsync([Message(1)], Now, CancellationToken.None);

        Assert.NotNull(await store.FindAsync(Call(1), CancellationToken.None));
        using var giveUp = new CancellationTokenSource();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.FindAsync(Call(1), giveUp.Token));
    }

    [Fact]
    public async Task Who_gives_up_while_another_holds_a_conversation_is_told_so_and_the_store_works_on()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync([Message(1)], Now, CancellationToken.None);
        await using var other = new NpgsqlConnection(_database);
        await using var holding = await BeginAsync(other, "SELECT number FROM conversation FOR UPDATE");

        using var giveUp = new CancellationTokenSource();
        var writing = store.WriteAsync([Message(1)], Now, giveUp.Token);
        await SomebodyWaitsAsync();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);

        await holding.RollbackAsync();
        await store.WriteAsync([Message(1)], Now, CancellationToken.None);
        Assert.Equal(2, (await store.MessagesOfAsync(Call(1), 10, CancellationToken.None).ToListAsync()).Count);
    }

    [Fact]
    public async Task What_is_written_of_a_conversation_that_is_being_deleted_begins_a_new_one()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync([Leg(1), Leg(2)], Now, CancellationToken.None);
        await using var other = new NpgsqlConnection(_database);
        await using var deleting = await BeginAsync(other, "DELETE FROM event; DELETE FROM conversation");

        var writing = store.WriteAsync([Message(1), Leg(2), Message(3)], Now, CancellationToken.None);
        await SomebodyWaitsAsync();
        await deleting.CommitAsync();
        await writing;

        Assert.Single(await store.MessagesOfAsync(Call(1), 10, CancellationToken.None).ToListAsync());
        Assert.Single(await store.EventsOfAsync(Call(2), CancellationToken.None));
        Assert.Single(await store.MessagesOfAsync(Call(3), 10, CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task What_is_being_written_to_is_not_deleted_though_it_has_expired()
    {
        await using var store = await OpenAsync();
        await store.WriteAsync([Leg(1), Leg(2)], Now, CancellationToken.None);
        await using var other = new NpgsqlConnection(_database);
        await using var writing = await BeginAsync(other, $"SELECT number FROM conversation WHERE external_id = '{Call(1)}' FOR NO KEY UPDATE");

        Assert.Equal(2, await store.DeleteExpiredAsync(Now.AddDays(2), 100, CancellationToken.None));
        Assert.Equal(0, await store.DeleteExpiredAsync(Now.AddDays(2), 100, CancellationToken.None));
        await writing.CommitAsync();

        Assert.Equal(2, await store.DeleteExpiredAsync(Now.AddDays(2), 100, CancellationToken.None));
    }

    [Fact]
    public async Task The_server_sees_whose_sessions_they_are_and_sees_them_go()
    {
        const string Sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'twilio-gateway'";
        await using (var store = await OpenAsync())
            Assert.Equal(1L, await PostgresCluster.ScalarAsync(_database, Sessions));

        await Eventually.HoldsAsync(async () => await PostgresCluster.ScalarAsync(_database, Sessions) is 0L);
    }

    private static string Call(int call) => "CA" + call.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    private static MessageEntry Message(int call) => new(SampleUtterance.Of(Call(call)[2..]));

    private EventEntry Leg(int call) => new(_ids.Next(), new MediaStarted(CallSid.Parse(Call(call)), Now, StreamSid.Parse("MZ1")));

    private static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, string sql)
    {
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
        return transaction;
    }

    private Task SomebodyWaitsAsync() => Eventually.HoldsAsync(async () => await PostgresCluster.ScalarAsync(
        _cluster.Administrator(Name), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") is 1L);

    private PostgresTranscriptStore Connect(string node = "node-1") => new(_database, node, new ContentSeal(null));

    private async Task<PostgresTranscriptStore> OpenAsync(string node = "node-1")
    {
        var store = Connect(node);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    /// <summary>A server that may be stopped.</summary>
    public sealed class Server : IAsyncLifetime
    {
        internal PostgresCluster Cluster { get; private set; } = null!;

        public async Task InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

        public async Task DisposeAsync() => await Cluster.DisposeAsync();
    }
}
