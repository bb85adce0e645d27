using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Gateway.Tests.Support;

/// <summary>The real PostgreSQL on a port of the loopback address, with everything that it writes in a folder of its own. It ends with the tests, however they end.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string Package = "postgresql-15";
    private const string Password = "correct horse battery staple";

    /// <summary>Below those that the system hands out: while the server is stopped nobody else gets its port.</summary>
    private const int FirstPort = 25432;

    private const int Ports = 200;

    /// <summary>When the tests are gone, nobody holds the other end of its input.</summary>
    private const string Keeper = """trap "" INT TERM HUP; folder=$1; shift; cat >/dev/null; "$@" >/dev/null 2>&1; rm -rf "$folder" """;

    private static readonly Lazy<Task<PostgresCluster>> OfAllTests = new(StartAsync);

    private static int _databases;

    private readonly string _folder;
    private readonly ServerProcess _keeper;
    private int _port;

    private PostgresCluster(string folder)
    {
        _folder = folder;
        _keeper = ServerProcess.Start(
            new ProcessStartInfo("", ["-c", Keeper, "keeper", folder, .. AsOwner("pg_ctl"), "stop", "-D", Cluster, "-m", "immediate"]), "dash", "/bin/sh");
    }

    /// <summary>Where the cluster's files are; they may belong to another user.</summary>
    public string Cluster => Path.Combine(_folder, "cluster");

    private string LogFile => Path.Combine(_folder, "log");

    /// <summary>One that all tests share: not to be stopped.</summary>
    public static Task<PostgresCluster> SharedAsync() => OfAllTests.Value;

    /// <summary>One of its own, for tests that stop it.</summary>
    public static async Task<PostgresCluster> StartAsync()
    {
        var cluster = new PostgresCluster(Directory.CreateTempSubdirectory("gateway-postgres-").FullName);
        try
        {
            await cluster.MakeAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a database, which belongs to the user of the connection string that is returned.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"transcripts_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync(Administrator("postgres"), $"CREATE DATABASE {name} OWNER gateway");
        return ConnectionString(name, "gateway");
    }

    /// <summary>The connection string of somebody who may do everything.</summary>
    public string Administrator(string database) => ConnectionString(database, "postgres");

    /// <summary>Starts the server again, on the port that it had.</summary>
    public async Task RestartAsync() => Assert.True(await TryStartAsync(), await File.ReadAllTextAsync(LogFile));

    /// <summary>Stops the server.</summary>
    /// <param name="mode">As <c>pg_ctl</c> calls it: <c>fast</c> is orderly, <c>immediate</c> is a crash.</param>
    public async Task StopAsync(string mode) => Succeeded(await RunAsync("pg_ctl", "stop", "-D", Cluster, "-w", "-m", mode));

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("pg_ctl", "stop", "-D", Cluster, "-w", "-m", "immediate");
        await _keeper.DisposeAsync();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async Task MakeAsync()
    {
        var secret = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(secret, Password);
        if (Environment.IsPrivilegedProcess)
            Succeeded(await RunAsync(["chown", "-R", "postgres:", _folder]));
        Succeeded(await RunAsync(
            "initdb", "-D", Cluster, "--username=postgres", "--auth=scram-sha-256", $"--pwfile={secret}", "--encoding=UTF8", "--locale=C", "--no-sync"));
        for (_port = FirstPort; !await TryStartAsync(); _port++)
        {
            var log = await File.ReadAllTextAsync(LogFile);
            Assert.True(log.Contains("Address already in use", StringComparison.Ordinal) && _port < FirstPort + Ports, log);
        }

        await ExecuteAsync(Administrator("postgres"), $"CREATE ROLE gateway LOGIN PASSWORD '{Password}'");
    }

    private async Task<bool> TryStartAsync()
    {
        File.Delete(LogFile);
        var options = string.Create(CultureInfo.InvariantCulture, $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''");
        return (await RunAsync("pg_ctl", "start", "-D", Cluster, "-w", "-l", LogFile, "-o", options)).ExitCode == 0;
    }

    private string ConnectionString(string database, string user) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Database = database,
        Username = user,
        Password = Password,
    }.ConnectionString;

    private static Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments) => RunAsync([.. AsOwner(program), .. arguments]);

    private static async Task<(int ExitCode, string Output)> RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static void Succeeded((int ExitCode, string Output) run) => Assert.True(run.ExitCode == 0, run.Output);

    /// <summary>PostgreSQL does not run as root: then it runs as the user that its package has made.</summary>
    private static string[] AsOwner(string program) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", PathOf(program)]
        : [PathOf(program)];

    private static string PathOf(string program)
    {
        const string Versions = "/usr/lib/postgresql";
        var installed = Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [];
        return installed.Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin", program)).LastOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"PostgreSQL is needed for this test: install the Debian package {Package}.");
    }
}
