using Microsoft.Data.Sqlite;

namespace Gateway.Transcripts.Sqlite;

/// <summary>The database file: making it, checking it before anything is written to it, and opening connections.</summary>
internal sealed class SqliteFile
{
    /// <summary>The schema that this program writes.</summary>
    private const int SchemaVersion = 1;

    /// <summary>"TwGw" in the file's header: whose file it is.</summary>
    private const int ApplicationId = 0x54774777;

    /// <summary>errno.h: the lock is another process's.</summary>
    private const int WouldBlock = 11;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    public SqliteFile(string path) => _path = System.IO.Path.GetFullPath(path);

    public string Path => _path;

    /// <summary>Opens a connection; fails when there is no file. Cheap: closed connections are used again.</summary>
    public SqliteConnection Connect() => Open(Unopened());

    /// <summary>Closes the connections that could be used again; the last one puts the log into the database.</summary>
    public void Close()
    {
        using var connection = Unopened();
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Checks the file, or makes it.</summary>
    /// <exception cref="StoreRefusedException">It is damaged, newer than this program, or not ours. Nothing was changed.</exception>
    public void Prepare()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_path)!, OwnerOnly | UnixFileMode.UserExecute);
        if (File.Exists(_path) && new FileInfo(_path).Length > 0)
            Check();
        else
            File.Open(_path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, UnixCreateMode = OwnerOnly }).Dispose();

        using var connection = Connect();
        // Readers and the writer do not wait for each other; a commit is on the disk when it returns.
        Execute(connection, "PRAGMA journal_mode = WAL");
        if (Number(connection, "PRAGMA user_version") == SchemaVersion)
            return;
        Commit(connection, () =>
        {
            Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {SchemaVersion}");
            Execute(connection, SchemaText.Read("Sqlite.Schema.sql"));
            return true;
        });
    }

    /// <summary>Commits a change, or takes it back when it fails.</summary>
    public static T Commit<T>(SqliteConnection connection, Func<T> change)
    {
        Execute(connection, "BEGIN IMMEDIATE");
        try
        {
            var result = change();
            Execute(connection, "COMMIT");
            return result;
        }
        catch
        {
            // When the disk is full SQLite has done so itself, and would take it ill: that would hide what has happened.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
                Execute(connection, "ROLLBACK");
            throw;
        }
    }

    /// <summary>Takes a lock that ends with the process; it is a file beside the database.</summary>
    /// <returns>To be disposed when done; null while another has it.</returns>
    /// <exception cref="StoreUnavailableException">The disk fails, or its permissions are wrong.</exception>
    public FileStream? TryLock(string name)
    {
        var file = $"{_path}-{name}";
        try
        {
            return new FileStream(file, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly });
        }
        catch (IOException taken) when (taken.HResult == WouldBlock)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The lock '{file}' cannot be taken ({failure.Message.TrimEnd('.')}). Check its disk and its permissions", failure);
        }
    }

    /// <summary>Empties the write-ahead log, in which what was deleted still stands. Waits for nobody.</summary>
    /// <returns>False when somebody reads, or writes, at the moment.</returns>
    public bool TryEmptyLog()
    {
        using var connection = Connect();
        Execute(connection, "PRAGMA busy_timeout = 0");
        return Number(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqliteConnection Unopened() => new(new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadWrite }.ConnectionString);

    private static SqliteConnection Open(SqliteConnection connection)
    {
        try
        {
            connection.Open();
            // What is deleted is overwritten: somebody asked for it to be gone. The wait is for other processes, such as a purge.
            Execute(connection, "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Reads only: what is found may be worth rescuing.</summary>
    private void Check()
    {
        try
        {
            using var connection = Open(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString));
            if (Number(connection, "PRAGMA application_id") != ApplicationId)
                throw new StoreRefusedException($"'{_path}' is not a transcript database. Set Gateway:Transcripts:Sqlite:Path to another file.");
            var version = Number(connection, "PRAGMA user_version");
            if (version > SchemaVersion)
                throw new StoreRefusedException($"'{_path}' has schema {version}, and this program knows schemas up to {SchemaVersion}: a newer release has written it. Run that release, or set Gateway:Transcripts:Sqlite:Path to another file.");
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            if (command.ExecuteScalar() is not "ok")
                throw Damaged(null);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            throw Damaged(failure);
        }
    }

    private StoreRefusedException Damaged(Exception? failure) => new(
        $"'{_path}' is damaged. Nothing was changed. To rescue what is in it, copy it together with '{_path}-wal' and run: sqlite3 copy.db .recover | sqlite3 rescued.db. "
        + "To go on without it, move all files of that name away; a new database is made.",
        failure);

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
