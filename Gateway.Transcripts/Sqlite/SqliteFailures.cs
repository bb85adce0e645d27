using Microsoft.Data.Sqlite;

namespace Gateway.Transcripts.Sqlite;

/// <summary>What failures of the database file mean, in words for an operator.</summary>
internal static class SqliteFailures
{
    /// <summary>It may pass.</summary>
    public static StoreUnavailableException Unavailable(string file, SqliteException failure) => new(
        failure.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_FULL => $"The disk with '{file}' is full. Make room on it",
            SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => $"'{file}' is damaged. Stop the gateway and start it again: it says then what to do",
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => $"Another process keeps '{file}' locked. End it",
            _ => $"'{file}' cannot be used ({failure.Message.TrimEnd('.')}). Check its disk and its permissions",
        },
        failure);

    /// <summary>Somebody has to mend something.</summary>
    public static StoreRefusedException Refused(string file, Exception failure) => new(
        $"Gateway:Transcripts:Sqlite:Path: '{file}' cannot be opened for writing: {failure.Message} Check the owner and the permissions of the file and of its directory.", failure);
}
