using Gateway.Core;
using Microsoft.Data.Sqlite;

namespace Gateway.Transcripts.Sqlite;

/// <summary>The writer's connection with its prepared commands: a row costs binding and stepping, and no parsing.</summary>
internal sealed class SqliteWriting : IDisposable
{
    private readonly string _node;
    private readonly ContentSeal _seal;
    private readonly SqliteCommand _conversation;
    private readonly SqliteCommand _message;
    private readonly SqliteCommand _event;
    private readonly SqliteCommand _started;
    private readonly SqliteCommand _continued;
    private readonly SqliteCommand _completed;

    public SqliteWriting(SqliteConnection connection, string node, ContentSeal seal)
    {
        Connection = connection;
        _node = node;
        _seal = seal;
        _conversation = Prepare(
            "INSERT INTO conversation (id, external_id, node, started_at, retained_from) VALUES ($id, $external, $node, $at, $retained) ON CONFLICT (external_id) DO NOTHING",
            "$id", "$external", "$node", "$at", "$retained");
        _message = Prepare(
            "INSERT INTO message (id, conversation, created_at, spoken_at, key_id, content) SELECT $id, number, $created, $spoken, $key, $content FROM conversation "
            + "WHERE external_id = $external ON CONFLICT (id) DO NOTHING",
            "$id", "$external", "$created", "$spoken", "$key", "$content");
        _event = Prepare(
            "INSERT INTO event (id, conversation, node, at, kind, key_id, content) SELECT $id, number, $node, $at, $kind, $key, $content FROM conversation "
            + "WHERE external_id = $external ON CONFLICT (id) DO NOTHING",
            "$id", "$external", "$node", "$at", "$kind", "$key", "$content");
        _started = Prepare(
            "UPDATE conversation SET node = $node, started_at = $at, completed_at = NULL, ending = NULL, retained_from = $retained WHERE external_id = $external",
            "$external", "$node", "$at", "$retained");
        _continued = Prepare(
            $"UPDATE conversation SET node = $node, completed_at = NULL, ending = NULL, retained_from = started_at + {LongestSpan} WHERE external_id = $external",
            "$external", "$node");
        _completed = Prepare(
            "UPDATE conversation SET completed_at = $at, ending = $ending, retained_from = $at WHERE external_id = $external", "$external", "$at", "$ending");
    }

    public SqliteConnection Connection { get; }

    private static long LongestSpan => (long)Conversation.LongestSpan.TotalMilliseconds;

    public void Write(IReadOnlyList<StoreEntry> entries, DateTimeOffset now)
    {
        var created = now.ToUnixTimeMilliseconds();
        foreach (var entry in entries)
        {
            var content = _seal.Seal(entry);
            // Usually the conversation is there. When nothing was written, either it is missing or this is a repetition.
            if (!TryWrite(entry, created, content) && Run(_conversation, entry.Id.ToString(), entry.ExternalId, _node, created, created + LongestSpan) > 0)
                TryWrite(entry, created, content);
        }
    }

    public void Dispose()
    {
        SqliteCommand[] all = [_conversation, _message, _event, _started, _continued, _completed];
        foreach (var command in all)
            command.Dispose();
        Connection.Dispose();
    }

    private bool TryWrite(StoreEntry entry, long created, SealedContent content) => entry is MessageEntry message
        ? Run(_message, entry.Id.ToString(), entry.ExternalId, created, message.Utterance.SpokenAt.ToUnixTimeMilliseconds(), content.KeyId, content.Content) > 0
        : TryWrite((EventEntry)entry, content);

    private bool TryWrite(EventEntry entry, SealedContent content)
    {
        var external = entry.ExternalId;
        var at = entry.Happened.At.ToUnixTimeMilliseconds();
        // Nothing changed: what has happened since must not be undone.
        if (Run(_event, entry.Id.ToString(), external, _node, at, StoredEvent.KindOf(entry.Happened), content.KeyId, content.Content) == 0)
            return false;
        switch (entry.Happened)
        {
            case TranscriptionStarted:
                Run(_started, external, _node, at, at + LongestSpan);
                break;
            case MediaStarted:
                Run(_continued, external, _node);
                break;
            case MediaEnded { Completes: true } ended:
                Run(_completed, external, at, ended.Ending.ToString());
                break;
            default:
                break;
        }

        return true;
    }

    /// <param name="command">A prepared command.</param>
    /// <param name="values">In the order in which its parameters were named.</param>
    private static int Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params string[] parameters)
    {
        var command = Connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var parameter in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        command.Prepare();
        return command;
    }
}
