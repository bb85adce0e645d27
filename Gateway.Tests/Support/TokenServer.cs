using System.Diagnostics;
using System.Globalization;

namespace Gateway.Tests.Support;

/// <summary>A real authorization server, oidc-provider, with client credentials: <c>Node/token-server.mjs</c>.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    /// <summary>The secret of both clients, with all that form encoding has to take care of.</summary>
    public const string ClientSecret = "a+b %:c&d=e/f that nobody else may see";

    public const string Scope = "transcripts";

    public const string Audience = "https://target.example/";

    private readonly ServerProcess _process;

    private TokenServer(ServerProcess process, int port)
    {
        _process = process;
        Origin = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{port}/"));
    }

    /// <summary>Its issuer.</summary>
    public Uri Origin { get; }

    /// <summary>Where tokens are.</summary>
    public Uri TokenUrl => new(Origin, "/token");

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<TokenServer> StartAsync(PemPair certificate, TimeSpan? lifetime = null)
    {
        // The packages are installed before the first script runs, whichever that is.
        await Node.RunAsync("--version", "");
        var start = new ProcessStartInfo { ArgumentList = { "token-server.mjs" }, WorkingDirectory = Path.Combine(TestPaths.Repository, "Gateway.Tests", "Node") };
        foreach (var (name, value) in new[]
        {
            ("TLS_CERTIFICATE", certificate.Certificate), ("TLS_KEY", certificate.Key), ("CLIENT_SECRET", ClientSecret), ("SCOPE", Scope), ("AUDIENCE", Audience),
            ("TOKEN_SECONDS", (lifetime ?? TimeSpan.FromMinutes(10)).TotalSeconds.ToString(CultureInfo.InvariantCulture)),
        })
            start.Environment[name] = value;
        var process = ServerProcess.Start(start, "nodejs", "node");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var port = await process.ReadLineAsync(limit.Token);
        Assert.True(port is not null, process.Errors);
        return new TokenServer(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
