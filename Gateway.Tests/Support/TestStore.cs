using System.Data.Common;
using Gateway.Transcripts;
using Gateway.Transcripts.Postgres;
using Gateway.Transcripts.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Gateway.Tests.Support;

/// <summary>A real place for transcripts, empty at first: what a test opens stores on, and looks at from below.</summary>
internal abstract class TestStore
{
    /// <summary>Another store on the same place, not yet opened.</summary>
    public abstract ITranscriptStore Connect(string node, ContentSeal seal);

    public abstract Task MakeAsync();

    public abstract Task RemoveAsync();

    /// <summary>Everything that lies on the disk of it.</summary>
    public abstract Task<IReadOnlyList<byte[]>> FilesAsync();

    /// <summary>Changes it behind the store's back.</summary>
    public async Task<int> ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Add(command, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<object?> ScalarAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Add(command, parameters);
        return await command.ExecuteScalarAsync();
    }

    protected abstract Task<DbConnection> OpenAsync();

    private static void Add(DbCommand command, (string Name, object Value)[] parameters)
    {
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }
}

/// <summary>A real file in a folder of its own.</summary>
internal sealed class SqliteTestStore : TestStore
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-store-").FullName;

    private string Database => Path.Combine(_folder, "transcripts.db");

    public override ITranscriptStore Connect(string node, ContentSeal seal) => new SqliteTranscriptStore(Database, node, seal);

    public override Task MakeAsync() => Task.CompletedTask;

    public override Task RemoveAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    public override async Task<IReadOnlyList<byte[]>> FilesAsync() =>
        await Task.WhenAll(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(file => File.ReadAllBytesAsync(file)));

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}

/// <summary>A real database on a real server.</summary>
internal sealed class PostgresTestStore : TestStore
{
    private PostgresCluster? _cluster;
    private string _connectionString = "";

    public override ITranscriptStore Connect(string node, ContentSeal seal) => new PostgresTranscriptStore(_connectionString, node, seal);

    public override async Task MakeAsync()
    {
        _cluster = await PostgresCluster.SharedAsync();
        _connectionString = await _cluster.CreateDatabaseAsync();
    }

    public override async Task RemoveAsync()
    {
        if (_cluster is not null)
            await PostgresCluster.ExecuteAsync(_cluster.Administrator("postgres"), $"DROP DATABASE {new NpgsqlConnectionStringBuilder(_connectionString).Database} WITH (FORCE)");
    }

    public override async Task<IReadOnlyList<byte[]>> FilesAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(_connectionString).Database!;
        await PostgresCluster.ExecuteAsync(_cluster!.Administrator(database), "CHECKPOINT");
        var number = await PostgresCluster.ScalarAsync(_connectionString, "SELECT oid::text FROM pg_database WHERE datname = current_database()");
        var folder = Path.Combine(_cluster.Cluster, "base", (string)number!);
        return await Task.WhenAll(Directory.GetFiles(folder).Select(file => File.ReadAllBytesAsync(file)));
    }

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
