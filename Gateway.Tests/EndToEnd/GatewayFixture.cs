using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Gateway.Core;
using Gateway.Host;
using Gateway.Simulator;
using Gateway.Simulator.Control;
using Gateway.Simulator.Twilio;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;
using Gateway.Transcripts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecretPlace = Gateway.Simulator.Webhook.SecretPlace;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// The whole gateway with TLS on a free port, the real recogniser, its own certificate in a temporary state directory, and a real HTTPS
/// server for its transcripts. A class of tests that needs other settings derives its own.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public class GatewayFixture : IAsyncLifetime
{
    internal const string SecretName = "X-Transcripts-Secret";
    internal static readonly Secret WebhookSecret = new("a+b &c=d: what only the gateway and the target know");
    internal static readonly Secret SigningKey = new("the key that signs stream URLs in these tests");
    internal static readonly ApiKey Key = new("tests", new Secret("the secret of a key for transcription"));
    internal static readonly ApiKey ExporterKey = new("exporter", new Secret("the secret of a key for exports only"));

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
    private readonly ReceiverCertificate _certificate = ReceiverCertificate.Create(TimeProvider.System);
    private GatewayHost? _gateway;
    private WebhookReceiver? _receiver;
    private GatewayClient? _client;
    private HttpClient? _http;
    private IPEndPoint _target = new(IPAddress.Loopback, 0);
    private int _dialled;

    /// <summary>Where API clients and Twilio dial.</summary>
    internal Uri Origin => AddressOf(Uri.UriSchemeHttps);

    /// <summary>Where the operator looks.</summary>
    internal Uri Management => AddressOf(Uri.UriSchemeHttp);

    /// <summary>An API client with the key for transcription.</summary>
    internal GatewayClient Client => _client!;

    /// <summary>Trusts the gateway, follows no redirect, and adds nothing to requests.</summary>
    internal HttpClient Http => _http!;

    /// <summary>The transcripts' target.</summary>
    internal WebhookReceiver Receiver => _receiver!;

    internal CapturedLog Log { get; } = new();

    internal LossLedger Losses => _gateway!.Services.GetRequiredService<LossLedger>();

    /// <summary>Trusts the gateway's own certificate and no other.</summary>
    internal ServerTrust Trust => ServerTrust.OnlyFile(CertificateFile);

    /// <summary>The gateway's own certificate.</summary>
    internal string CertificateFile => Path.Combine(_folder, "state", "certificate.pem");

    /// <summary>Where transcripts are kept.</summary>
    internal ITranscriptStore Store => _gateway!.Services.GetRequiredService<ITranscriptStore>();

    internal IServiceProvider Services => _gateway!.Services;

    /// <summary>Where the gateway keeps what it makes itself.</summary>
    internal string StateDirectory => Path.Combine(_folder, "state");

    /// <summary>The configuration as a command line, for a program or a verb beside this gateway.</summary>
    internal string[] Arguments => [.. new Dictionary<string, string?>(CommonSettings().Concat(Settings).GroupBy(setting => setting.Key).Select(setting => setting.Last())).Select(setting => $"--{setting.Key}={setting.Value}")];

    /// <summary>Where the audit log is.</summary>
    internal string AuditDirectory => Path.Combine(_folder, "state", "audit");

    /// <summary>The audit log so far: whatever has been answered is in it.</summary>
    internal IReadOnlyList<AuditRecord> Audit => AuditRecord.ReadAll(AuditDirectory);

    internal FrameClock Clock { get; } = new(TimeProvider.System);

    /// <summary>Seeded: the same calls in every run, and yet no two alike.</summary>
#pragma warning disable RS0030
    internal Random NextRandom() => new(Interlocked.Increment(ref _dialled));
#pragma warning restore RS0030

    /// <summary>The gateway's clock.</summary>
    internal ShiftedTime Time { get; } = new(TimeProvider.System);

    /// <summary>What differs from the common settings; null removes nothing, it sets an empty value.</summary>
    protected virtual Dictionary<string, string?> Settings => [];

    /// <summary>Path and query of the target's URL.</summary>
    protected virtual string TargetPath => "/transcripts";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await StartReceiverAsync();
        _certificate.SaveAuthority(Path.Combine(_folder, "target-ca.pem"));
        await StartGatewayAsync();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, SslOptions = Trust.ToTlsOptions() }) { Timeout = Patience.Limit };
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        _http?.Dispose();
        _client?.Dispose();
        if (_gateway is not null)
        {
            await _gateway.StopAsync();
            await _gateway.DisposeAsync();
        }

        await StopReceiverAsync();
        await Clock.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Ends the gateway as an operator would.</summary>
    internal Task StopGatewayAsync() => _gateway!.StopAsync();

    /// <summary>Ends the gateway and starts it again: everything but the state directory is new.</summary>
    internal async Task RestartGatewayAsync()
    {
        await _gateway!.StopAsync();
        await _gateway.DisposeAsync();
        _client!.Dispose();
        await StartGatewayAsync();
    }

    /// <summary>The target comes up, at the address where it was before.</summary>
    internal async Task StartReceiverAsync()
    {
        var place = TargetPath.Contains('?', StringComparison.Ordinal) ? SecretPlace.Query : SecretPlace.Header;
        _receiver = await WebhookReceiver.StartAsync(_target, _certificate, new RequiredSecret(SecretName, WebhookSecret, place), TimeProvider.System, CancellationToken.None);
        _target = new IPEndPoint(IPAddress.Loopback, _receiver.Url.Port);
    }

    /// <summary>The target goes down: connections to it are refused.</summary>
    internal async Task StopReceiverAsync()
    {
        if (_receiver is not null)
            await _receiver.DisposeAsync();
        _receiver = null;
    }

    /// <summary>Sends a request with the key for transcription, as it is.</summary>
    internal Task<RawAnswer> SendAsync(HttpMethod method, string path, string? body = null) => SendAsync(method, path, Key, body);

    /// <summary>Sends a request as it is.</summary>
    internal Task<RawAnswer> SendAsync(HttpMethod method, string path, ApiKey? key, string? body = null) =>
        SendAsync(method, new Uri(Origin, path), key, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>Sends a request as it is, wherever to.</summary>
    internal async Task<RawAnswer> SendAsync(HttpMethod method, Uri url, ApiKey? key, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        return await SendAsync(request, key);
    }

    /// <summary>Sends a request as it is, whatever its headers.</summary>
    internal async Task<RawAnswer> SendAsync(HttpRequestMessage request, ApiKey? key)
    {
        if (key is not null)
        {
            request.Headers.Add("asapp-api-id", key.Id);
            request.Headers.Add("asapp-api-secret", key.Secret.Reveal());
        }

        return await RawAnswer.OfAsync(await _http!.SendAsync(request));
    }

    private async Task StartGatewayAsync()
    {
        _gateway = GatewayHost.Build([], configuration => configuration.AddInMemoryCollection(CommonSettings()).AddInMemoryCollection(Settings), Time);
        _gateway.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        await _gateway.StartAsync();
        _client = new GatewayClient(Origin, Key, Trust);
    }

    private Uri AddressOf(string scheme) => new(_gateway!.Addresses.Single(address => address.StartsWith(scheme + "://", StringComparison.Ordinal)));

    private Dictionary<string, string?> CommonSettings() => new()
    {
        ["Kestrel:Endpoints:Https:Url"] = "https://127.0.0.1:0",
        ["Gateway:Management:Url"] = "http://127.0.0.1:0",
        ["Gateway:StateDirectory"] = Path.Combine(_folder, "state"),
        ["Gateway:StreamUrl:SigningKey"] = SigningKey.Reveal(),
        ["Gateway:ApiKeys:0:Id"] = Key.Id,
        ["Gateway:ApiKeys:0:Secret"] = Key.Secret.Reveal(),
        ["Gateway:ApiKeys:0:Products:0"] = "AutoTranscribe",
        ["Gateway:ApiKeys:1:Id"] = ExporterKey.Id,
        ["Gateway:ApiKeys:1:SecretSha256"] = Convert.ToHexString(ExporterKey.Secret.Sha256()),
        ["Gateway:ApiKeys:1:Products:0"] = "FileExporter",
        ["Gateway:Webhook:Url"] = new Uri(Receiver.Url, TargetPath).ToString(),
        ["Gateway:Webhook:Tls:CaFile"] = Path.Combine(_folder, "target-ca.pem"),
        ["Gateway:Webhook:Secret:Name"] = SecretName,
        ["Gateway:Webhook:Secret:Value"] = WebhookSecret.Reveal(),
        // Requests for unknown calls wait for so long.
        ["Gateway:Calls:StartGrace"] = "00:00:00.500",
        // The tests read the log themselves, and more of it than an operator usually does.
        ["Serilog:MinimumLevel:Default"] = "Fatal",
        ["Logging:LogLevel:Default"] = "Trace",
    };
}
