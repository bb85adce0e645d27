using System.Diagnostics.CodeAnalysis;
using System.Net;
using Gateway.Core;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;
using Gateway.Webhook;
using Gateway.Webhook.Authentication;
using SecretPlace = Gateway.Webhook.Authentication.SecretPlace;

namespace Gateway.Tests.Delivery;

/// <summary>
/// A target as a customer builds it: nginx guards the door in several ways, a real authorization server issues tokens, and the receiver
/// stands behind.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class RealTarget : IAsyncLifetime
{
    internal const string Address = "127.0.0.1";
    internal const string SecretName = "X-Transcripts-Secret";
    internal const string SecretValue = "a+b &c=d: only we know";
    internal const string ClientHeader = "X-Client";

    private Nginx? _nginx;
    private TokenServer? _tokens;
    private WebhookReceiver? _receiver;
    private PrivateAuthority? _servers;
    private PrivateAuthority? _clients;
    private PrivateAuthority? _strangers;
    private ReceiverCertificate? _receiverCertificate;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("gateway-target-").FullName;

    internal PrivateAuthority Servers => _servers!;

    internal PrivateAuthority Clients => _clients!;

    internal PrivateAuthority Strangers => _strangers!;

    internal WebhookReceiver Receiver => _receiver!;

    internal Uri this[Door door] => _nginx![(int)door];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _servers = new PrivateAuthority(Folder, "servers");
        _clients = new PrivateAuthority(Folder, "clients");
        _strangers = new PrivateAuthority(Folder, "strangers");
        _receiverCertificate = ReceiverCertificate.Create(TimeProvider.System);
        _receiver = await WebhookReceiver.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), _receiverCertificate, null, TimeProvider.System, CancellationToken.None);
        _tokens = await TokenServer.StartAsync(_servers.IssueServer(Address));
        _nginx = await Nginx.StartAsync(Path.Combine(Folder, "nginx"), Doors(_clients.File));
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { _nginx, _tokens, _receiver })
            if (part is not null)
                await part.DisposeAsync();
        foreach (var part in new IDisposable?[] { _servers, _clients, _strangers, _receiverCertificate })
            part?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>From now on only clients of these authorities are let in.</summary>
    internal async Task TrustClientsOfAsync(params PrivateAuthority[] authorities)
    {
        var bundle = Path.Combine(Folder, "bundle.pem");
        await File.WriteAllTextAsync(bundle, string.Concat(authorities.Select(authority => File.ReadAllText(authority.File))));
        await _nginx!.ReloadAsync(Doors(bundle));
    }

    /// <summary>Settings for a door; they trust the servers' authority unless something else is said.</summary>
    internal WebhookOptions Options(Door door, TlsOptions? tls = null, WebhookSecretOptions? secret = null, OAuth2Options? oauth2 = null) => new()
    {
        Url = new Uri(this[door], "/transcripts"),
        Tls = tls ?? Tls(),
        Secret = secret,
        OAuth2 = oauth2,
        Timeout = TimeSpan.FromSeconds(20),
    };

    internal TlsOptions Tls(PemPair? client = null, string? passphrase = null) => new()
    {
        CaFile = Servers.File,
        ClientCertificateFile = client?.Certificate,
        ClientKeyFile = client?.Key,
        ClientKeyPassphrase = passphrase is null ? null : new Secret(passphrase),
    };

    internal static WebhookSecretOptions SecretIn(SecretPlace place, string value = SecretValue) => new() { Name = SecretName, Value = new Secret(value), In = place };

    internal OAuth2Options OAuth2(ClientAuthentication authentication, string secret = TokenServer.ClientSecret, string audience = TokenServer.Audience) => new()
    {
        TokenUrl = _tokens!.TokenUrl,
        ClientAuthentication = authentication,
        ClientId = authentication == ClientAuthentication.Basic ? "basic" : "body",
        ClientSecret = new Secret(secret),
        Scope = TokenServer.Scope,
        Audience = audience,
        Tls = Tls(),
    };

    /// <summary>One server block for each <see cref="Door"/>.</summary>
    private string[] Doors(string clients)
    {
        var shown = Servers.IssueServer(Address);
        var other = Servers.IssueServer("other.example");
        var certificate = $"ssl_client_certificate {clients}; ssl_verify_client on;";
        var header = $$"""if ($http_x_transcripts_secret != "{{SecretValue}}") { return 401; }""";
        // Not $arg_...: a hyphen ends a variable's name.
        var query = $$"""if ($args != "{{Uri.EscapeDataString(SecretName)}}={{Uri.EscapeDataString(SecretValue)}}") { return 401; }""";
        var token = $$"""
            location = /introspected { internal; proxy_pass {{_tokens!.Origin}}introspected; proxy_pass_request_body off; proxy_set_header Content-Length ""; }
            auth_request /introspected;
            """;
        return
        [
            Block(shown, ""), Block(shown, certificate), Block(shown, header), Block(shown, query), Block(shown, token),
            Block(shown, certificate + header + token), Block(other, ""),
        ];
    }

    private string Block(PemPair shown, string guard) =>
        $$"""
        ssl_certificate {{shown.Certificate}};
        ssl_certificate_key {{shown.Key}};
        {{guard}}
        location / { proxy_pass {{Receiver.Url}}; proxy_set_header {{ClientHeader}} $ssl_client_s_dn; }
        """;
}

/// <summary>What nginx demands.</summary>
internal enum Door
{
    /// <summary>Nothing: only its own certificate must be trusted.</summary>
    Open,

    /// <summary>A client certificate.</summary>
    Certificate,

    /// <summary>The secret in a header.</summary>
    Header,

    /// <summary>The secret in the query.</summary>
    Query,

    /// <summary>A token that the authorization server knows.</summary>
    Token,

    /// <summary>Certificate, secret in the header, and token.</summary>
    Everything,

    /// <summary>Nothing, but its certificate is for another name.</summary>
    OtherName,
}
