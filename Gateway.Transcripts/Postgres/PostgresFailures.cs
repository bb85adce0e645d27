using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace Gateway.Transcripts.Postgres;

/// <summary>What failures of the database mean, in words for an operator. A password is never among them.</summary>
internal sealed class PostgresFailures
{
    private const string Option = "Gateway:Transcripts:Postgres:ConnectionString";

    private readonly string _database;
    private readonly string _server;
    private readonly string _user;

    public PostgresFailures(NpgsqlConnectionStringBuilder settings)
    {
        var hosts = settings.Host ?? "";
        _server = hosts.AsSpan().IndexOfAny(',', ':', '/') >= 0 ? hosts : string.Create(CultureInfo.InvariantCulture, $"{hosts}:{settings.Port}");
        _user = settings.Username ?? "";
        _database = settings.Database ?? _user;
    }

    private string Database => $"The database '{_database}' on {_server}";

    private string ForeignTables => $"{Lower(Database)} holds tables of another program. Make one for the gateway: CREATE DATABASE transcripts OWNER \"{_user}\"";

    /// <summary>Whether a failure comes from the database, and not from a fault of this program: a row that cannot be stored at all.</summary>
    public static bool Covers(Exception failure) => failure switch
    {
        // 22 is about values, 23 about constraints, 54 about limits: the same would happen again.
        PostgresException told => told.SqlState is not (['2', '2' or '3', ..] or ['5', '4', ..]),
        NpgsqlException or OperationCanceledException or SocketException or IOException or TimeoutException or AuthenticationException or ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>It may pass.</summary>
    public StoreUnavailableException Unavailable(Exception failure) => new(
        Cause(failure) switch
        {
            PostgresException told => Advice(told) ?? Problem(told),
            TimeoutException or OperationCanceledException => $"{Database} does not answer in time. Look at its load, and at the network between",
            AuthenticationException refused => Untrusted(refused),
            SocketException or IOException => $"{Database} cannot be reached ({Cause(failure).Message.TrimEnd('.')}). See that it runs, and look at the network between",
            var other => $"{Database} cannot be used ({other.Message.TrimEnd('.')})",
        },
        failure);

    /// <summary>Somebody has to mend something; null when it may pass.</summary>
    public StoreRefusedException? Refused(Exception failure)
    {
        var advice = Cause(failure) switch
        {
            PostgresException told => Advice(told),
            AuthenticationException refused => Untrusted(refused),
            // Neither the network nor the server: the two cannot agree on how to talk.
            NpgsqlException { IsTransient: false, InnerException: null } disagreement => $"{Option}: {Lower(Database)} cannot be used: {disagreement.Message.TrimEnd('.')}",
            _ => null,
        };
        return advice is null ? null : new StoreRefusedException(advice + ".", failure);
    }

    /// <param name="why">What is wrong with the database, and what to do.</param>
    public StoreRefusedException Refused(string why) => new($"{Option}: {Lower(Database)} {why}.");

    /// <summary>There are tables in it, and not ours.</summary>
    public StoreRefusedException Foreign(Exception? failure) => new($"{Option}: {ForeignTables}.", failure);

    private string Untrusted(AuthenticationException refused) =>
        $"{Option}: the certificate of {_server} is not accepted ({refused.Message.TrimEnd('.')}). Name its authority with Root Certificate=";

    /// <summary>Of what does not pass by itself.</summary>
    private string? Advice(PostgresException told) => told.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => $"{Option}: {_server} does not accept the password of the user '{_user}', or has no such user. Correct it",
        ['2', '8', ..] => $"{Option}: {_server} does not let the user '{_user}' in ({told.MessageText}). Correct the user, or pg_hba.conf of the server",
        PostgresErrorCodes.InvalidCatalogName => $"{Option}: there is no database '{_database}' on {_server}. Make it: CREATE DATABASE \"{_database}\" OWNER \"{_user}\"",
        PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName =>
            $"{Option}: the user '{_user}' lacks a right in {Lower(Database)} ({told.MessageText}). Make it the database's owner: ALTER DATABASE \"{_database}\" OWNER TO \"{_user}\"",
        ['4', '2', ..] => $"{Option}: {ForeignTables} ({told.MessageText})",
        _ => null,
    };

    private string Problem(PostgresException told) => told.SqlState switch
    {
        PostgresErrorCodes.DiskFull => $"The disk of {Lower(Database)} is full. Make room on it",
        PostgresErrorCodes.TooManyConnections => $"{Database} has no connection left. Raise max_connections of the server, or lower Maximum Pool Size in {Option} of every node",
        PostgresErrorCodes.CannotConnectNow => $"{Database} is starting up or shutting down. If it stays so, look at the server's log",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => $"{Database} was shut down, or somebody ended the session. See that it runs",
        PostgresErrorCodes.QueryCanceled => $"{Database} took too long ({told.MessageText}). Look at its load",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"{Database} can only be read: it is a standby, or default_transaction_read_only is on. Name the primary in {Option}",
        _ => $"{Database} fails ({told.SqlState}: {told.MessageText}). Look at the server's log",
    };

    /// <summary>What it comes from, below what the driver put around it.</summary>
    private static Exception Cause(Exception failure) => failure switch
    {
        PostgresException told => told,
        NpgsqlException { InnerException: { } inner } => Cause(inner),
        // One for each host.
        AggregateException several => several.InnerExceptions.OfType<PostgresException>().FirstOrDefault() ?? Cause(several.InnerExceptions[0]),
        IOException { InnerException: SocketException socket } => socket,
        _ => failure,
    };

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
