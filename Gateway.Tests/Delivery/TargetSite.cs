using System.Diagnostics.CodeAnalysis;
using System.Net;
using Gateway.Core;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;
using Gateway.Webhook;
using Gateway.Webhook.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Delivery;

/// <summary>A receiver of our own with a certificate of its own, for what no honest server does.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposed asynchronously.")]
internal sealed class TargetSite : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-site-").FullName;
    private readonly ReceiverCertificate _certificate = ReceiverCertificate.Create(TimeProvider.System);

    private TargetSite()
    {
    }

    public WebhookReceiver Receiver { get; private set; } = null!;

    public string AuthorityFile => Path.Combine(_folder, ReceiverCertificate.AuthorityFile);

    /// <summary>The same certificate as a pair of files, for another server at this site.</summary>
    public PemPair Certificate => new(Path.Combine(_folder, "server.pem"), Path.Combine(_folder, "server.key"));

    public static async Task<TargetSite> StartAsync(HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var site = new TargetSite();
        site._certificate.Save(site._folder);
        site.Receiver = await WebhookReceiver.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), site._certificate, null, TimeProvider.System, CancellationToken.None, protocols);
        return site;
    }

    public WebhookOptions Options(
        TimeSpan? timeout = null,
        int lanes = 16,
        WebhookQueueOptions? queue = null,
        TimeSpan? drain = null,
        WebhookSecretOptions? secret = null,
        OAuth2Options? oauth2 = null) => new()
        {
            Url = Receiver.Url,
            Tls = new TlsOptions { CaFile = AuthorityFile },
            Timeout = timeout ?? TimeSpan.FromSeconds(20),
            Lanes = lanes,
            Queue = queue ?? new(),
            DrainTimeout = drain ?? TimeSpan.Zero,
            Secret = secret,
            OAuth2 = oauth2,
        };

    /// <summary>Settings for a token server with this site's certificate.</summary>
    public OAuth2Options OAuth2(LoopbackServer tokens) => new()
    {
        TokenUrl = new Uri(tokens.Url, "/token"),
        ClientId = "gateway",
        ClientSecret = new Secret("the client's secret"),
        Tls = new TlsOptions { CaFile = AuthorityFile },
    };

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
