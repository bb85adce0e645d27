using System.ComponentModel.DataAnnotations;
using Gateway.Core;

namespace Gateway.Transcripts;

/// <summary>Where transcripts are kept, and for how long. Configuration section <c>Gateway:Transcripts</c>.</summary>
public sealed class TranscriptOptions
{
    /// <summary>What keeps them.</summary>
    /// <value>Default <see cref="StoreKind.Sqlite"/>.</value>
    public StoreKind Store { get; init; }

    /// <summary>The embedded store.</summary>
    public SqliteOptions Sqlite { get; init; } = new();

    /// <summary>The database server.</summary>
    public PostgresOptions Postgres { get; init; } = new();

    /// <summary>How long a completed conversation is kept; then it is deleted.</summary>
    /// <value>Default 7 days (api.md 5); 1 h to 10 years.</value>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// A file with keys, one a line: a name, a blank, and 32 bytes in base64. The last one encrypts what is written from now on (AES-256-GCM), all of
    /// them decrypt. Null: transcripts are stored as they are.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// How long an utterance waits to be stored before it is posted all the same. When the store has failed once, nothing waits until it works again.
    /// </summary>
    /// <value>Default 2 s; 10 ms to 1 min.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many entries may wait for a store that fails; beyond it the oldest are given up, on the ledger.</summary>
    /// <value>Default 10 000; 100 to 1 000 000.</value>
    [Range(100, 1_000_000)]
    public int QueueCapacity { get; init; } = 10_000;
}

/// <summary>What keeps transcripts.</summary>
public enum StoreKind
{
    /// <summary>One file on this machine.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server that several nodes may share.</summary>
    Postgres,
}

/// <summary>The embedded store. Configuration section <c>Gateway:Transcripts:Sqlite</c>.</summary>
public sealed class SqliteOptions
{
    /// <summary>The database file; on a local disk, not on a network share. Null: <c>transcripts.db</c> in the state directory.</summary>
    public string? Path { get; init; }
}

/// <summary>The database server. Configuration section <c>Gateway:Transcripts:Postgres</c>.</summary>
public sealed class PostgresOptions
{
    /// <summary>
    /// Host, database, user and the rest as Npgsql takes them, for example <c>Host=db;Database=gateway;Username=gateway;Password=...;SSL Mode=VerifyFull</c>.
    /// <c>ConnectionStringFile</c> names a file that holds it.
    /// </summary>
    public Secret? ConnectionString { get; init; }
}
