using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Core;

namespace Gateway.Simulator.Control;

/// <summary>The customer's side of the control API. Safe for concurrent use.</summary>
internal sealed class GatewayClient : IDisposable
{
    private const string Root = "mg-autotranscribe/v1/";
    private const string DirectUrl = "autotranscribe/v1/streaming-url";

    private readonly HttpClient _http;

    /// <summary>Talks to one gateway with one key.</summary>
    /// <param name="origin">Such as <c>https://127.0.0.1:8443</c>.</param>
    /// <param name="key">The credentials; null sends none.</param>
    /// <param name="trust">Whose certificate to accept.</param>
    public GatewayClient(Uri origin, ApiKey? key, ServerTrust trust)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, SslOptions = trust.ToTlsOptions() })
        {
            BaseAddress = origin,
        };
        if (key is null)
            return;
        _http.DefaultRequestHeaders.Add("asapp-api-id", key.Id);
        _http.DefaultRequestHeaders.Add("asapp-api-secret", key.Secret.Reveal());
    }

    /// <summary>Asks for a URL for Twilio to dial.</summary>
    /// <exception cref="HttpRequestException">No HTTP answer came. The same goes for the methods below; a refusal is an answer.</exception>
    public Task<ControlAnswer<StreamUrl>> GetStreamUrlAsync(CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, Root + "twilio-media-stream-url"), ControlJson.Default.StreamUrl, cancellationToken);

    /// <summary>Asks for a URL for the direct streams of a conversation (api.md 7.1).</summary>
    public Task<ControlAnswer<StreamUrl>> GetDirectUrlAsync(StreamingUrlRequest request, CancellationToken cancellationToken) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, DirectUrl) { Content = JsonContent.Create(request, ControlJson.Default.StreamingUrlRequest) },
            ControlJson.Default.StreamUrl,
            cancellationToken);

    /// <summary>Begins or resumes the transcription of a call.</summary>
    public Task<ControlAnswer<StreamingResponse>> StartAsync(StartRequest request, CancellationToken cancellationToken) =>
        PostAsync("start-streaming", JsonContent.Create(request, ControlJson.Default.StartRequest), cancellationToken);

    /// <summary>Pauses or ends the transcription of a call.</summary>
    public Task<ControlAnswer<StreamingResponse>> StopAsync(CallSid call, CancellationToken cancellationToken) =>
        StopAsync(new StopRequest("twilio", call.ToString()), cancellationToken);

    /// <inheritdoc cref="StopAsync(CallSid, CancellationToken)"/>
    public Task<ControlAnswer<StreamingResponse>> StopAsync(StopRequest request, CancellationToken cancellationToken) =>
        PostAsync("stop-streaming", JsonContent.Create(request, ControlJson.Default.StopRequest), cancellationToken);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private Task<ControlAnswer<StreamingResponse>> PostAsync(string path, HttpContent body, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, Root + path) { Content = body }, ControlJson.Default.StreamingResponse, cancellationToken);

    private async Task<ControlAnswer<T>> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using (request)
        using (var response = await _http.SendAsync(request, cancellationToken))
        {
            var raw = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? new ControlAnswer<T>(response.StatusCode, Read(raw, type), null, raw)
                : new ControlAnswer<T>(response.StatusCode, null, Read(raw, ControlJson.Default.ErrorEnvelope), raw);
        }
    }

    /// <summary>Proxies answer with pages of their own: what is not the expected JSON counts as absent.</summary>
    private static T? Read<T>(string raw, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(raw, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
