using System.Data;
using Npgsql;

namespace Gateway.Transcripts.Postgres;

/// <summary>The database: how it is reached, and making or checking its schema before anything is written to it.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>The schema that this program writes.</summary>
    private const int SchemaVersion = 1;

    private const int OldestServer = 12;

    /// <summary>"TwGw": whose advisory locks they are.</summary>
    private const int LockSpace = 0x54774777;

    private const int MigrationLock = 1;
    private const int PublicationLock = 2;

    // Whatever the defaults are: what is committed is on the disk, and a node that vanishes does not keep its locks.
    private const string Settings = "SET LOCAL synchronous_commit = on; SET LOCAL idle_in_transaction_session_timeout = '30s'";

    // Two hours are the usual default: so long a node without power would keep the right to publish.
    private const string LockSettings = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3";

    private readonly NpgsqlDataSource _pool;

    /// <summary>For what needs a session to itself: each connection is made anew, and ends when it is closed.</summary>
    private readonly NpgsqlDataSource _single;

    private readonly PostgresFailures _failures;

    /// <param name="connectionString">As Npgsql takes it.</param>
    /// <exception cref="StoreRefusedException">It is malformed.</exception>
    public PostgresDatabase(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            AddDefaults(settings);
            _failures = new PostgresFailures(settings);
            _pool = Build(settings);
            settings.Pooling = false;
            _single = Build(settings);
        }
        catch (Exception malformed) when (malformed is ArgumentException or InvalidOperationException or NotSupportedException or FormatException)
        {
            // What it complains of may be a piece of the password: a ';' in it needs quotes.
            throw new StoreRefusedException(
                "Gateway:Transcripts:Postgres:ConnectionString is malformed. It reads like Host=db;Database=gateway;Username=gateway;Password=...;SSL Mode=VerifyFull; "
                + "a value with ';', '=' or quotes in it stands between double quotes.");
        }
    }

    /// <summary>Checks the database, or makes the schema. Several nodes may do so at the same time.</summary>
    /// <param name="check">Looks at the database afterwards.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreRefusedException">It is newer than this program, not ours, or does not let us in. Nothing was changed.</exception>
    public async Task PrepareAsync(Func<NpgsqlConnection, Task> check, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _pool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (connection.PostgreSqlVersion.Major < OldestServer)
                    throw _failures.Refused($"is PostgreSQL {connection.PostgreSqlVersion}, and this program needs {OldestServer} or newer. Upgrade the server");
                var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    using (var settings = connection.Command(Settings))
                        await settings.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                    await MigrateAsync(connection, cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                }

                await check(connection).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (PostgresFailures.Covers(failure))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw (Exception?)_failures.Refused(failure) ?? _failures.Unavailable(failure);
        }
    }

    /// <summary>Lends a connection.</summary>
    /// <exception cref="StoreUnavailableException">The database fails in a way that may pass.</exception>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _pool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
                return await read(connection).ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFailures.Covers(failure))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _failures.Unavailable(failure);
        }
    }

    /// <summary>Lends a connection and commits what was done on it; on the disk when it returns.</summary>
    /// <exception cref="StoreUnavailableException">The database fails in a way that may pass.</exception>
    public Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> change, CancellationToken cancellationToken) => ReadAsync(
        async connection =>
        {
            // What the statements rely on, whatever the server's default is: each of them sees what has been committed before it began.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                using (var settings = connection.Command(Settings))
                    await settings.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                var result = await change(connection).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return result;
            }
        },
        cancellationToken);

    /// <summary>Takes the right to publish. It belongs to a session: when that dies, others can have it.</summary>
    /// <returns>Null while another session has it.</returns>
    /// <exception cref="StoreUnavailableException">The database fails in a way that may pass.</exception>
    public async Task<IAsyncDisposable?> TryLockPublicationAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await _single.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            using (var settings = connection.Command(LockSettings))
                await settings.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            using var command = connection.Command("SELECT pg_try_advisory_lock($1, $2)", LockSpace, PublicationLock);
            if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
                return null;
            var taken = new TakenLock(connection);
            connection = null;
            return taken;
        }
        catch (Exception failure) when (PostgresFailures.Covers(failure))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _failures.Unavailable(failure);
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync().ConfigureAwait(false);
        await _single.DisposeAsync().ConfigureAwait(false);
    }

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using (var turn = connection.Command("SELECT pg_advisory_xact_lock($1, $2)", LockSpace, MigrationLock))
            await turn.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        using var find = connection.Command("SELECT to_regclass('schema_version') IS NOT NULL");
        if (await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
        {
            using var read = connection.Command("SELECT max(version) FROM schema_version");
            if (await read.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not int version)
                throw _failures.Foreign(null);
            if (version > SchemaVersion)
                throw _failures.Refused($"has schema {version}, and this program knows schemas up to {SchemaVersion}: a newer release has written it. Run that release, or name another database");
            return;
        }

        using var create = connection.Command(SchemaText.Read("Postgres.Schema.sql"));
        await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        using var note = connection.Command("INSERT INTO schema_version (version) VALUES ($1)", SchemaVersion);
        await note.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void AddDefaults(NpgsqlConnectionStringBuilder settings)
    {
        Default("Timeout", 5);
        Default("Command Timeout", 15);
        Default("Keepalive", 30);
        Default("Maximum Pool Size", 20);
        Default("Application Name", "twilio-gateway");
        // A row that was refused does not belong in a log; and a lock belongs to a session that nobody else uses.
        settings.IncludeErrorDetail = false;
        settings.Multiplexing = false;
        settings.Enlist = false;

        void Default(string keyword, object value)
        {
            if (!settings.ShouldSerialize(keyword))
                settings[keyword] = value;
        }
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings)
    {
        // Of several hosts only the primary can be written to.
        var several = settings.Host?.Contains(',', StringComparison.Ordinal) == true;
        settings.TargetSessionAttributes = null;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        return several ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary) : builder.Build();
    }

    private sealed class TakenLock(NpgsqlConnection session) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (session.ConfigureAwait(false))
            {
                try
                {
                    // The server would see the end of the session a moment later.
                    using var command = session.Command("SELECT pg_advisory_unlock_all()");
                    await command.ExecuteNonQueryAsync().ConfigureAwait(false);
                }
                catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException or IOException)
                {
                    // The session is dead, and the lock with it.
                }
            }
        }
    }
}
