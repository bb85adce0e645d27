using System.Runtime.CompilerServices;
using System.Text;
using Gateway.Core;
using Npgsql;

namespace Gateway.Transcripts.Postgres;

/// <summary>Transcripts in a database on a server, which several nodes may share.</summary>
internal sealed class PostgresTranscriptStore : ITranscriptStore
{
    private const string MessageColumns =
        "SELECT m.id, c.id, c.external_id, m.created_at, m.spoken_at, m.key_id, m.content FROM message m JOIN conversation c ON c.number = m.conversation";

    /// <summary>Messages fetched at once and held together.</summary>
    private const int PageSize = 500;

    /// <summary>Conversations looked at in one round of deleting.</summary>
    private const int ExpiredAtOnce = 20;

    private readonly PostgresDatabase _database;
    private readonly string _node;
    private readonly ContentSeal _seal;

    /// <param name="connectionString">Host, database, user and the rest, as Npgsql takes them.</param>
    /// <param name="node">This node's name.</param>
    /// <param name="seal">Writes and reads contents.</param>
    /// <exception cref="StoreRefusedException">The connection string is malformed.</exception>
    public PostgresTranscriptStore(string connectionString, string node, ContentSeal seal)
    {
        _database = new PostgresDatabase(connectionString);
        _node = node;
        _seal = seal;
    }

    /// <inheritdoc/>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The newest row tells whether the keys are the right ones, before anything is written with wrong ones.
            await _database.PrepareAsync(
                async connection =>
                {
                    foreach (var newest in await PageAsync(connection, $"{MessageColumns} ORDER BY m.id DESC LIMIT 1", [], cancellationToken).ConfigureAwait(false))
                        Open(newest);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (UnreadableContentException unreadable)
        {
            throw new StoreRefusedException(unreadable.Message, unreadable);
        }
    }

    /// <inheritdoc/>
    public Task CompleteAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken) => _database.WriteAsync(
        connection => ExecuteAsync(
            connection.Command(
                """
                UPDATE conversation SET completed_at = $1, retained_from = $1 WHERE number IN (
                  SELECT number FROM conversation WHERE node = $2 AND completed_at IS NULL ORDER BY external_id FOR NO KEY UPDATE)
                """,
                now.ToMilliseconds(), _node),
            cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<StoreEntry> entries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var writing = new PostgresWriting(entries, now, _node, _seal);
        while (!await _database.WriteAsync(connection => writing.WriteAsync(connection, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <inheritdoc/>
    public async Task<Conversation?> FindAsync(string externalId, CancellationToken cancellationToken)
    {
        if (!IsText(externalId))
            return null;
        return await _database.ReadAsync(
            async connection =>
            {
                using var command = connection.Command("SELECT id, started_at, completed_at, ending FROM conversation WHERE external_id = $1", externalId);
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    return !await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? null : new Conversation(
                        Ulid.Parse(reader.GetString(0)),
                        externalId,
                        Time(reader, 1),
                        reader.IsDBNull(2) ? null : Time(reader, 2),
                        reader.IsDBNull(3) ? null : Enum.Parse<StreamEnding>(reader.GetString(3)));
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> CompletedSinceAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) => _database.ReadAsync<IReadOnlyList<string>>(
        async connection =>
        {
            using var command = connection.Command(
                "SELECT external_id FROM conversation WHERE retained_from >= $1 AND completed_at IS NOT NULL AND node = $2 ORDER BY retained_from DESC LIMIT $3",
                since.ToMilliseconds(), _node, limit);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var found = new List<string>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    found.Add(reader.GetString(0));
                return found;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ConversationEvent>> EventsOfAsync(string externalId, CancellationToken cancellationToken)
    {
        if (!IsText(externalId))
            return [];
        return await _database.ReadAsync(
            async connection =>
            {
                using var command = connection.Command(
                    "SELECT e.id, e.at, e.key_id, e.content FROM event e JOIN conversation c ON c.number = e.conversation WHERE c.external_id = $1 ORDER BY e.at, e.id", externalId);
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var events = new List<ConversationEvent>();
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                        events.Add(_seal.OpenEvent(Ulid.Parse(reader.GetString(0)), externalId, Time(reader, 1), Content(reader, 2)));
                    return events;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredMessage> MessagesOfAsync(string externalId, int limit, CancellationToken cancellationToken) => MessagesAsync(
        "m.conversation = (SELECT number FROM conversation WHERE external_id = $5)", DateTimeOffset.MinValue, IsText(externalId) ? limit : 0, cancellationToken, externalId);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredMessage> SpokenAsync(TimeRange spoken, DateTimeOffset createdUntil, CancellationToken cancellationToken) => MessagesAsync(
        "m.spoken_at < $5 AND m.created_at <= $6", spoken.From, int.MaxValue, cancellationToken, spoken.To.ToMilliseconds(), createdUntil.ToMilliseconds());

    /// <inheritdoc/>
    public Task<MessageExtent?> ExtentAsync(TimeRange spoken, CancellationToken cancellationToken) => _database.ReadAsync<MessageExtent?>(
        async connection =>
        {
            using var command = connection.Command(
                "SELECT min(spoken_at), max(created_at) FROM message WHERE spoken_at >= $1 AND spoken_at < $2", spoken.From.ToMilliseconds(), spoken.To.ToMilliseconds());
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && !reader.IsDBNull(0) ? new MessageExtent(Time(reader, 0), Time(reader, 1)) : null;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Loss>> LatestLossesAsync(int limit, CancellationToken cancellationToken) => _database.ReadAsync<IReadOnlyList<Loss>>(
        async connection =>
        {
            using var command = connection.Command(
                "SELECT e.id, c.external_id, e.at, e.key_id, e.content FROM event e JOIN conversation c ON c.number = e.conversation "
                + "WHERE e.node = $1 AND e.kind = 'loss' ORDER BY e.id DESC LIMIT $2",
                _node, limit);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var losses = new List<Loss>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    losses.Add((Loss)_seal.OpenEvent(Ulid.Parse(reader.GetString(0)), reader.GetString(1), Time(reader, 2), Content(reader, 3)));
                losses.Reverse();
                return losses;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteExpiredAsync(DateTimeOffset completedBefore, int limit, CancellationToken cancellationToken) => _database.WriteAsync(
        async connection =>
        {
            var expired = await ExpiredConversationsAsync(connection, completedBefore, cancellationToken).ConfigureAwait(false);
            var deleted = await ExecuteAsync(
                connection.Command("DELETE FROM message WHERE id IN (SELECT id FROM message WHERE conversation = ANY ($1) LIMIT $2)", expired, limit),
                cancellationToken).ConfigureAwait(false);
            return deleted >= limit ? deleted : deleted + await DeleteRecordsAsync(connection, expired, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<int?> DeleteAsync(string externalId, CancellationToken cancellationToken)
    {
        if (!IsText(externalId))
            return null;
        return await _database.WriteAsync<int?>(
            async connection =>
            {
                using var find = connection.Command("SELECT number FROM conversation WHERE external_id = $1 FOR UPDATE", externalId);
                if (await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not long conversation)
                    return null;
                var messages = await ExecuteAsync(connection.Command("DELETE FROM message WHERE conversation = $1", conversation), cancellationToken).ConfigureAwait(false);
                await DeleteRecordsAsync(connection, [conversation], cancellationToken).ConfigureAwait(false);
                return messages;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IAsyncDisposable?> TryLockPublicationAsync(CancellationToken cancellationToken) => _database.TryLockPublicationAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>
    /// In pages, each found by where the last one ended: however slowly somebody reads, no connection is held meanwhile and the server may clean up, and who
    /// stops early has not made it work in vain.
    /// </summary>
    private async IAsyncEnumerable<StoredMessage> MessagesAsync(
        string where, DateTimeOffset from, int limit, [EnumeratorCancellation] CancellationToken cancellationToken, params object[] values)
    {
        var sql = $"{MessageColumns} WHERE {where} AND (m.spoken_at, m.created_at, m.id) > ($1, $2, $3) ORDER BY m.spoken_at, m.created_at, m.id LIMIT $4";
        var (spokenAt, createdAt, id) = (from.ToMilliseconds(), DateTimeOffset.MinValue, "");
        List<MessageRow> page;
        do
        {
            var size = Math.Min(limit, PageSize);
            page = size <= 0
                ? []
                : await _database.ReadAsync(connection => PageAsync(connection, sql, [spokenAt, createdAt, id, size, .. values], cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return Open(row);
                (spokenAt, createdAt, id) = (row.SpokenAt, row.CreatedAt, row.Id);
            }

            limit -= page.Count;
        }
        while (page.Count == PageSize);
    }

    private StoredMessage Open(MessageRow row) => new(
        Ulid.Parse(row.Conversation), row.CreatedAt, _seal.OpenUtterance(Ulid.Parse(row.Id), row.ExternalId, row.SpokenAt, row.Content));

    private static async Task<List<MessageRow>> PageAsync(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellationToken)
    {
        using var batch = connection.CreateBatch();
        // Both are one transaction. A server whose statistics are old thinks that few rows are left and sorts all of them, for every page.
        batch.Add("SELECT set_config('enable_sort', 'off', true)");
        batch.Add(sql, values);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var rows = new List<MessageRow>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(new MessageRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), Time(reader, 3), Time(reader, 4), Content(reader, 5)));
            return rows;
        }
    }

    /// <summary>Locks them against being continued; those that are being written to at the moment come another time.</summary>
    private static async Task<long[]> ExpiredConversationsAsync(NpgsqlConnection connection, DateTimeOffset completedBefore, CancellationToken cancellationToken)
    {
        using var command = connection.Command(
            $"SELECT number FROM conversation WHERE retained_from < $1 ORDER BY retained_from LIMIT {ExpiredAtOnce} FOR UPDATE SKIP LOCKED", completedBefore.ToMilliseconds());
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var numbers = new List<long>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                numbers.Add(reader.GetInt64(0));
            return [.. numbers];
        }
    }

    private static async Task<int> DeleteRecordsAsync(NpgsqlConnection connection, long[] conversations, CancellationToken cancellationToken)
    {
        using var batch = connection.CreateBatch();
        batch.Add("DELETE FROM event WHERE conversation = ANY ($1)", conversations);
        batch.Add("DELETE FROM conversation WHERE number = ANY ($1)", conversations);
        return await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> ExecuteAsync(NpgsqlCommand statement, CancellationToken cancellationToken)
    {
        using var command = statement;
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether PostgreSQL takes it for text. What is not cannot be the name of anything.</summary>
    private static bool IsText(string text) => !text.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static SealedContent Content(NpgsqlDataReader reader, int column) =>
        new(reader.IsDBNull(column) ? null : reader.GetString(column), reader.GetFieldValue<byte[]>(column + 1));

    private static DateTimeOffset Time(NpgsqlDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    private readonly record struct MessageRow(
        string Id, string Conversation, string ExternalId, DateTimeOffset CreatedAt, DateTimeOffset SpokenAt, SealedContent Content);
}
