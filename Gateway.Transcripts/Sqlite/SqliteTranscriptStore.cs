using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.Transcripts.Sqlite;

/// <summary>Transcripts in one file of this machine. SQLite itself does not wait asynchronously: every member goes to the thread pool first.</summary>
internal sealed class SqliteTranscriptStore : ITranscriptStore
{
    private const string MessageColumns =
        "SELECT m.id, c.id, c.external_id, m.created_at, m.spoken_at, m.key_id, m.content FROM message m JOIN conversation c ON c.number = m.conversation";

    /// <summary>Conversations looked at in one round of deleting.</summary>
    private const int ExpiredAtOnce = 20;

    /// <summary>How often a purge tries to empty the log. When somebody reads for longer, the end of the next round of deleting does it.</summary>
    private const int LogAttempts = 100;

    private static readonly TimeSpan LogPause = TimeSpan.FromMilliseconds(100);

    private readonly SqliteFile _file;
    private readonly string _node;
    private readonly ContentSeal _seal;

    /// <summary>SQLite has one writer at a time: waiting for it here is fair and quick, waiting in SQLite is neither.</summary>
    private readonly SemaphoreSlim _turn = new(1);
    private SqliteWriting? _writing;
    private FileStream? _running;

    /// <param name="path">The database file.</param>
    /// <param name="node">This node's name.</param>
    /// <param name="seal">Writes and reads contents.</param>
    public SqliteTranscriptStore(string path, string node, ContentSeal seal)
    {
        _file = new SqliteFile(path);
        _node = node;
        _seal = seal;
    }

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            _file.Prepare();
            // The newest row tells whether the keys are the right ones, before anything is written with wrong ones.
            using var connection = _file.Connect();
            using var command = Command(connection, $"{MessageColumns} ORDER BY m.id DESC LIMIT 1");
            using var reader = command.ExecuteReader();
            if (reader.Read())
                Message(reader);
        }
        catch (UnreadableContentException unreadable)
        {
            throw new StoreRefusedException(unreadable.Message, unreadable);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SqliteFailures.Refused(_file.Path, failure);
        }
        catch (SqliteException failure)
        {
            throw failure.SqliteErrorCode is SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM or SQLitePCL.raw.SQLITE_AUTH
                ? SqliteFailures.Refused(_file.Path, failure)
                : Unavailable(failure);
        }
    }

    /// <inheritdoc/>
    public Task CompleteAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Another process of that name would have its conversations completed while they go on.
        _running ??= _file.TryLock("node-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_node)).AsSpan(0, 4)))
            ?? throw new StoreRefusedException($"Another gateway named '{_node}' uses '{_file.Path}'. End it, or set Gateway:Transcripts:Sqlite:Path to another file.");
        return WriteAsync(
            connection => Execute(
                connection,
                "UPDATE conversation SET completed_at = $now, retained_from = $now WHERE node = $node AND completed_at IS NULL",
                ("$now", Milliseconds(now)), ("$node", _node)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<StoreEntry> entries, DateTimeOffset now, CancellationToken cancellationToken) => WriteAsync(
        connection =>
        {
            _writing ??= new SqliteWriting(connection, _node, _seal);
            _writing.Write(entries, now);
            return entries.Count;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<Conversation?> FindAsync(string externalId, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Guarded(() =>
        {
            using var connection = _file.Connect();
            using var command = Command(connection, "SELECT id, started_at, completed_at, ending FROM conversation WHERE external_id = $external", ("$external", externalId));
            using var reader = command.ExecuteReader();
            return !reader.Read() ? null : new Conversation(
                Ulid.Parse(reader.GetString(0)),
                externalId,
                Time(reader.GetInt64(1)),
                reader.IsDBNull(2) ? null : Time(reader.GetInt64(2)),
                reader.IsDBNull(3) ? null : Enum.Parse<StreamEnding>(reader.GetString(3)));
        });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> CompletedSinceAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Guarded(() =>
        {
            using var connection = _file.Connect();
            // A completed conversation is retained from when it completed: that column has an index.
            using var command = Command(
                connection,
                "SELECT external_id FROM conversation WHERE retained_from >= $since AND completed_at IS NOT NULL AND node = $node ORDER BY retained_from DESC LIMIT $limit",
                ("$since", Milliseconds(since)), ("$node", _node), ("$limit", limit));
            using var reader = command.ExecuteReader();
            var found = new List<string>();
            while (reader.Read())
                found.Add(reader.GetString(0));
            return found;
        });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ConversationEvent>> EventsOfAsync(string externalId, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Guarded(() =>
        {
            using var connection = _file.Connect();
            using var command = Command(
                connection,
                "SELECT id, at, key_id, content FROM event WHERE conversation = (SELECT number FROM conversation WHERE external_id = $external) ORDER BY at, id",
                ("$external", externalId));
            using var reader = command.ExecuteReader();
            var events = new List<ConversationEvent>();
            while (reader.Read())
                events.Add(_seal.OpenEvent(Ulid.Parse(reader.GetString(0)), externalId, Time(reader.GetInt64(1)), Content(reader, 2)));
            return events;
        });
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredMessage> MessagesOfAsync(string externalId, int limit, CancellationToken cancellationToken) => MessagesAsync(
        $"{MessageColumns} WHERE m.conversation = (SELECT number FROM conversation WHERE external_id = $external) ORDER BY m.spoken_at, m.created_at, m.id LIMIT $limit",
        cancellationToken, ("$external", externalId), ("$limit", limit));

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredMessage> SpokenAsync(TimeRange spoken, DateTimeOffset createdUntil, CancellationToken cancellationToken) => MessagesAsync(
        $"{MessageColumns} WHERE m.spoken_at >= $from AND m.spoken_at < $to AND m.created_at <= $until ORDER BY m.spoken_at, m.created_at, m.id",
        cancellationToken, ("$from", Milliseconds(spoken.From)), ("$to", Milliseconds(spoken.To)), ("$until", Milliseconds(createdUntil)));

    /// <inheritdoc/>
    public async Task<MessageExtent?> ExtentAsync(TimeRange spoken, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Guarded<MessageExtent?>(() =>
        {
            using var connection = _file.Connect();
            using var command = Command(
                connection,
                "SELECT min(spoken_at), max(created_at) FROM message WHERE spoken_at >= $from AND spoken_at < $to",
                ("$from", Milliseconds(spoken.From)), ("$to", Milliseconds(spoken.To)));
            using var reader = command.ExecuteReader();
            return reader.Read() && !reader.IsDBNull(0) ? new MessageExtent(Time(reader.GetInt64(0)), Time(reader.GetInt64(1))) : null;
        });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Loss>> LatestLossesAsync(int limit, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Guarded(() =>
        {
            using var connection = _file.Connect();
            using var command = Command(
                connection,
                "SELECT e.id, c.external_id, e.at, e.key_id, e.content FROM event e JOIN conversation c ON c.number = e.conversation "
                + "WHERE e.node = $node AND e.kind = 'loss' ORDER BY e.id DESC LIMIT $limit",
                ("$node", _node), ("$limit", limit));
            using var reader = command.ExecuteReader();
            var losses = new List<Loss>();
            while (reader.Read())
                losses.Add((Loss)_seal.OpenEvent(Ulid.Parse(reader.GetString(0)), reader.GetString(1), Time(reader.GetInt64(2)), Content(reader, 3)));
            losses.Reverse();
            return losses;
        });
    }

    /// <inheritdoc/>
    public async Task<int> DeleteExpiredAsync(DateTimeOffset completedBefore, int limit, CancellationToken cancellationToken)
    {
        var deleted = await WriteAsync(
            connection =>
            {
                var rows = 0;
                foreach (var conversation in ExpiredConversations(connection, completedBefore))
                {
                    rows += Execute(
                        connection,
                        "DELETE FROM message WHERE number IN (SELECT number FROM message WHERE conversation = $number LIMIT $limit)",
                        ("$number", conversation), ("$limit", limit - rows));
                    if (rows >= limit)
                        break;
                    rows += DeleteRecord(connection, conversation);
                }

                return rows;
            },
            cancellationToken).ConfigureAwait(false);
        if (deleted == 0)
            await EmptyLogAsync(1, cancellationToken).ConfigureAwait(false);
        return deleted;
    }

    /// <inheritdoc/>
    public async Task<int?> DeleteAsync(string externalId, CancellationToken cancellationToken)
    {
        var deleted = await WriteAsync<int?>(
            connection =>
            {
                using var command = Command(connection, "SELECT number FROM conversation WHERE external_id = $external", ("$external", externalId));
                if (command.ExecuteScalar() is not long conversation)
                    return null;
                var messages = Execute(connection, "DELETE FROM message WHERE conversation = $number", ("$number", conversation));
                DeleteRecord(connection, conversation);
                return messages;
            },
            cancellationToken).ConfigureAwait(false);
        if (deleted is not null)
            await EmptyLogAsync(LogAttempts, cancellationToken).ConfigureAwait(false);
        return deleted;
    }

    /// <inheritdoc/>
    public Task<IAsyncDisposable?> TryLockPublicationAsync(CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable?>(_file.TryLock("publication"));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _writing?.Dispose();
        _file.Close();
        _running?.Dispose();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> WriteAsync<T>(Func<SqliteConnection, T> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Yield();
            var connection = _writing?.Connection ?? _file.Connect();
            try
            {
                return SqliteFile.Commit(connection, () => change(connection));
            }
            finally
            {
                if (!ReferenceEquals(connection, _writing?.Connection))
                    connection.Dispose();
            }
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode != SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            // Whatever was prepared may hold on to what failed.
            _writing?.Dispose();
            _writing = null;
            _file.Close();
            throw Unavailable(failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async IAsyncEnumerable<StoredMessage> MessagesAsync(
        string sql, [EnumeratorCancellation] CancellationToken cancellationToken, params (string Name, object Value)[] parameters)
    {
        await Task.Yield();
        using var connection = Guarded(_file.Connect);
        using var command = Command(connection, sql, parameters);
        using var reader = Guarded(command.ExecuteReader);
        while (Guarded(reader.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Message(reader);
        }
    }

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException failure)
        {
            throw Unavailable(failure);
        }
    }

    private StoredMessage Message(SqliteDataReader reader)
    {
        var id = Ulid.Parse(reader.GetString(0));
        return new StoredMessage(
            Ulid.Parse(reader.GetString(1)),
            Time(reader.GetInt64(3)),
            _seal.OpenUtterance(id, reader.GetString(2), Time(reader.GetInt64(4)), Content(reader, 5)));
    }

    private static List<long> ExpiredConversations(SqliteConnection connection, DateTimeOffset completedBefore)
    {
        using var command = Command(
            connection,
            $"SELECT number FROM conversation WHERE retained_from < $before ORDER BY retained_from LIMIT {ExpiredAtOnce}",
            ("$before", Milliseconds(completedBefore)));
        using var reader = command.ExecuteReader();
        var numbers = new List<long>();
        while (reader.Read())
            numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    private static int DeleteRecord(SqliteConnection connection, long conversation) =>
        Execute(connection, "DELETE FROM event WHERE conversation = $number", ("$number", conversation))
        + Execute(connection, "DELETE FROM conversation WHERE number = $number", ("$number", conversation));

    /// <summary>
    /// What was deleted still stands in the write-ahead log: it goes as soon as no reader needs it. Between two attempts others may write, which they could
    /// not if SQLite did the waiting.
    /// </summary>
    private async Task EmptyLogAsync(int attempts, CancellationToken cancellationToken)
    {
        while (!await TryEmptyLogAsync(cancellationToken).ConfigureAwait(false) && --attempts > 0)
            await Task.Delay(LogPause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> TryEmptyLogAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _file.TryEmptyLog();
        }
        catch (SqliteException failure)
        {
            throw Unavailable(failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    private StoreUnavailableException Unavailable(SqliteException failure) => SqliteFailures.Unavailable(_file.Path, failure);

    private static SealedContent Content(SqliteDataReader reader, int column) =>
        new(reader.IsDBNull(column) ? null : reader.GetString(column), reader.GetFieldValue<byte[]>(column + 1));

    private static int Execute(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this program; what comes from outside is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
