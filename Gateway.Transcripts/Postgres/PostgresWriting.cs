using Gateway.Core;
using Npgsql;

namespace Gateway.Transcripts.Postgres;

/// <summary>One write: rows as columns in arrays, so that it is a few statements whatever its size.</summary>
internal sealed class PostgresWriting
{
    private const string Conversations =
        """
        INSERT INTO conversation (id, external_id, node, started_at, retained_from)
        SELECT id, external_id, $3, $4, $4 + $5 FROM unnest($1, $2) AS fresh (id, external_id)
        WHERE NOT EXISTS (SELECT FROM conversation c WHERE c.external_id = fresh.external_id)
        ORDER BY external_id COLLATE "C"
        ON CONFLICT (external_id) DO NOTHING
        """;

    // All nodes lock in one order, so that none waits for another in a circle. What is locked cannot be deleted.
    private const string Turn = "SELECT number FROM conversation WHERE external_id = ANY ($1) ORDER BY external_id FOR NO KEY UPDATE";

    private const string Messages =
        """
        INSERT INTO message (id, conversation, created_at, spoken_at, key_id, content)
        SELECT fresh.id, c.number, $6, fresh.spoken_at, fresh.key_id, fresh.content
        FROM unnest($1, $2, $3, $4, $5) AS fresh (id, external_id, spoken_at, key_id, content) JOIN conversation c USING (external_id)
        ORDER BY fresh.id
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Events =
        """
        INSERT INTO event (id, conversation, node, at, kind, key_id, content)
        SELECT fresh.id, c.number, $7, fresh.at, fresh.kind, fresh.key_id, fresh.content
        FROM unnest($1, $2, $3, $4, $5, $6) AS fresh (id, external_id, at, kind, key_id, content) JOIN conversation c USING (external_id)
        ORDER BY fresh.id
        ON CONFLICT (id) DO NOTHING
        RETURNING id
        """;

    private const string Started =
        "UPDATE conversation SET node = $2, started_at = $3, completed_at = NULL, ending = NULL, retained_from = $3 + $4 WHERE external_id = $1";

    private const string Continued =
        "UPDATE conversation SET node = $2, completed_at = NULL, ending = NULL, retained_from = started_at + $3 WHERE external_id = $1";

    private const string Completed = "UPDATE conversation SET completed_at = $2, ending = $3, retained_from = $2 WHERE external_id = $1";

    private readonly string _node;
    private readonly DateTimeOffset _now;
    private readonly StoreEntry[] _first;
    private readonly MessageEntry[] _messages;
    private readonly SealedContent[] _messageContents;
    private readonly EventEntry[] _events;
    private readonly SealedContent[] _eventContents;

    public PostgresWriting(IReadOnlyList<StoreEntry> entries, DateTimeOffset now, string node, ContentSeal seal)
    {
        _node = node;
        _now = now.ToMilliseconds();
        _first = [.. entries.DistinctBy(entry => entry.ExternalId, StringComparer.Ordinal)];
        _messages = [.. entries.OfType<MessageEntry>().DistinctBy(entry => entry.Id)];
        _messageContents = Array.ConvertAll(_messages, seal.Seal);
        _events = [.. entries.OfType<EventEntry>().DistinctBy(entry => entry.Id)];
        _eventContents = Array.ConvertAll(_events, seal.Seal);
    }

    /// <summary>Writes, inside a transaction.</summary>
    /// <returns>False when one of the conversations was being deleted: what belongs to it was not written, and all has to be written once more.</returns>
    public async Task<bool> WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var batch = connection.CreateBatch();
        var externals = Array.ConvertAll(_first, entry => entry.ExternalId);
        batch.Add(Conversations, Array.ConvertAll(_first, entry => entry.Id.ToString()), externals, _node, _now, Conversation.LongestSpan);
        batch.Add(Turn, [externals]);
        if (_messages.Length > 0)
            AddMessages(batch);
        if (_events.Length > 0)
            AddEvents(batch);

        var locked = 0;
        var fresh = new HashSet<string>(StringComparer.Ordinal);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                locked++;
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                fresh.Add(reader.GetString(0));
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
            }
        }

        await UpdateAsync(connection, fresh, cancellationToken).ConfigureAwait(false);
        return locked == externals.Length;
    }

    private void AddMessages(NpgsqlBatch batch) => batch.Add(
        Messages,
        Array.ConvertAll(_messages, entry => entry.Id.ToString()),
        Array.ConvertAll(_messages, entry => entry.ExternalId),
        Array.ConvertAll(_messages, entry => entry.Utterance.SpokenAt.ToMilliseconds()),
        Array.ConvertAll(_messageContents, content => content.KeyId),
        Array.ConvertAll(_messageContents, content => content.Content),
        _now);

    private void AddEvents(NpgsqlBatch batch) => batch.Add(
        Events,
        Array.ConvertAll(_events, entry => entry.Id.ToString()),
        Array.ConvertAll(_events, entry => entry.ExternalId),
        Array.ConvertAll(_events, entry => entry.Happened.At.ToMilliseconds()),
        Array.ConvertAll(_events, entry => StoredEvent.KindOf(entry.Happened)),
        Array.ConvertAll(_eventContents, content => content.KeyId),
        Array.ConvertAll(_eventContents, content => content.Content),
        _node);

    /// <summary>Events that were there already are repetitions, and what has happened since must not be undone.</summary>
    private async Task UpdateAsync(NpgsqlConnection connection, HashSet<string> fresh, CancellationToken cancellationToken)
    {
        using var batch = connection.CreateBatch();
        foreach (var entry in _events.Where(entry => fresh.Contains(entry.Id.ToString())))
        {
            var at = entry.Happened.At.ToMilliseconds();
            switch (entry.Happened)
            {
                case TranscriptionStarted:
                    batch.Add(Started, entry.ExternalId, _node, at, Conversation.LongestSpan);
                    break;
                case MediaStarted:
                    batch.Add(Continued, entry.ExternalId, _node, Conversation.LongestSpan);
                    break;
                case MediaEnded { Completes: true } ended:
                    batch.Add(Completed, entry.ExternalId, at, ended.Ending.ToString());
                    break;
                default:
                    break;
            }
        }

        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
