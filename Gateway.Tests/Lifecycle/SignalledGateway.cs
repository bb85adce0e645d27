using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Gateway.Core;
using Gateway.Simulator;
using Gateway.Simulator.Control;
using Gateway.Simulator.Twilio;
using Gateway.Simulator.Webhook;
using Gateway.Tests.EndToEnd;

namespace Gateway.Tests.Lifecycle;

/// <summary>The gateway as a process of its own, with a target for its transcripts, people who call, and an operator who sends signals.</summary>
internal sealed class SignalledGateway : IAsyncDisposable
{
    private readonly ReceiverCertificate _certificate = ReceiverCertificate.Create(TimeProvider.System);
    private readonly FrameClock _clock = new(TimeProvider.System);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience.Limit };
    private int _dialled;

    private SignalledGateway()
    {
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("gateway-signals-").FullName;

    public string State => Path.Combine(Folder, "state");

    public WebhookReceiver Receiver { get; private set; } = null!;

    public GatewayProcess Process { get; private set; } = null!;

    /// <summary>Whose certificate the gateway shows.</summary>
    public ServerTrust Trust { get; set; } = null!;

    /// <summary>An API client with the gateway's own key.</summary>
    public GatewayClient Client { get; set; } = null!;

    /// <summary>Prepares the folder and the target.</summary>
    public static async Task<SignalledGateway> PrepareAsync()
    {
        var gateway = new SignalledGateway();
        gateway.Receiver = await WebhookReceiver.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), gateway._certificate, null, TimeProvider.System, CancellationToken.None);
        gateway._certificate.SaveAuthority(Path.Combine(gateway.Folder, "target-ca.pem"));
        return gateway;
    }

    /// <summary>Prepares and starts it.</summary>
    public static async Task<SignalledGateway> StartAsync(params string[] settings)
    {
        var gateway = await PrepareAsync();
        await gateway.RunAsync(new Dictionary<string, string>(), settings);
        return gateway;
    }

    /// <summary>Starts the process and waits until it takes calls.</summary>
    public async Task RunAsync(IReadOnlyDictionary<string, string> environment, params string[] settings)
    {
        Process = await GatewayProcess.StartAsync(
            environment,
            [
                $"--Gateway:StateDirectory={State}", $"--Gateway:Webhook:Url={Receiver.Url}", $"--Gateway:Webhook:Tls:CaFile={Path.Combine(Folder, "target-ca.pem")}",
                "--Gateway:Calls:StartGrace=00:00:00.200", .. settings,
            ]);
        Trust ??= ServerTrust.OnlyFile(Path.Combine(State, "certificate.pem"));
        if (File.Exists(Path.Combine(State, "api-key.json")))
            Client = ClientWith(ApiKey.Load(Path.Combine(State, "api-key.json")));
    }

    /// <summary>An API client with another key.</summary>
    public GatewayClient ClientWith(ApiKey key) => new(Process.Origin, key, Trust);

    /// <summary>Twilio dials, introduces the stream, and the gateway has heard it.</summary>
    /// <param name="speed">How fast time passes.</param>
    public async Task<TwilioStream> DialAsync(double speed = 4)
    {
#pragma warning disable RS0030 // Seeded: the same calls in every run.
        var random = new Random(Interlocked.Increment(ref _dialled));
#pragma warning restore RS0030
        var url = (await Client.GetStreamUrlAsync(CancellationToken.None)).Body!.StreamingUrl;
        var options = new TwilioStreamOptions { Url = url, CallSid = TwilioSid.NewCall(random), Trust = Trust, Speed = speed };
        var stream = await TwilioStream.DialAsync(options, _clock, random, CancellationToken.None);
        await stream.StartAsync(CancellationToken.None);
        await Patience.UntilAsync(() => Process.Log.Contains(stream.StreamSid.ToString(), StringComparison.Ordinal), "the gateway has heard of the stream");
        return stream;
    }

    /// <summary>Dials, and has the call transcribed.</summary>
    public async Task<TwilioStream> TalkAsync(double speed = 4)
    {
        var stream = await DialAsync(speed);
        Assert.True((await AskToStartAsync(stream.CallSid)).Body is { IsOk: true });
        return stream;
    }

    public Task<ControlAnswer<StreamingResponse>> AskToStartAsync(CallSid call) =>
        Client.StartAsync(new StartRequest { Guid = call.ToString(), CustomerId = "c", AgentId = "a" }, CancellationToken.None);

    /// <summary>A client of the direct WebSocket connects.</summary>
    public async Task<ClientWebSocket> ConnectDirectAsync()
    {
        var url = (await Client.GetDirectUrlAsync(new StreamingUrlRequest(Guid.NewGuid().ToString("N")), CancellationToken.None)).Body!.StreamingUrl;
        var (socket, status) = await UpgradeAsync(new Uri(url));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, status);
        return socket;
    }

    /// <summary>Tries to open a WebSocket.</summary>
    public async Task<(ClientWebSocket Socket, HttpStatusCode Status)> UpgradeAsync(Uri url)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, SslOptions = Trust.ToTlsOptions() });
        try
        {
            await socket.ConnectAsync(url, http, CancellationToken.None).WaitAsync(Patience.Limit);
        }
        catch (WebSocketException) when (socket.HttpStatusCode != default)
        {
        }

        return (socket, socket.HttpStatusCode);
    }

    /// <summary>What readiness says now.</summary>
    public async Task<(HttpStatusCode Status, string? Reason)> ReadinessAsync()
    {
        using var answer = await _http.GetAsync(new Uri(Process.Management, "/readyz"));
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, document.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
    }

    /// <summary>Sends SIGTERM and waits until it has begun to drain.</summary>
    public async Task BeginDrainAsync()
    {
        await Process.SignalAsync("TERM");
        await LoggedAsync("Draining: new streams are refused");
    }

    public Task LoggedAsync(string text) => Patience.UntilAsync(() => Process.Log.Contains(text, StringComparison.Ordinal), $"the log says '{text}'");

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        _http.Dispose();
        if (Process is not null)
            await Process.DisposeAsync();
        await Receiver.DisposeAsync();
        await _clock.DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
