using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Gateway.Tests.EndToEnd;

/// <summary>A client of the direct WebSocket that does nothing of its own accord (api.md 7).</summary>
internal sealed class DirectSocket : IDisposable
{
    public const string UrlPath = "/autotranscribe/v1/streaming-url";

    /// <summary>20 ms of audio: what the specification recommends.</summary>
    public const int FrameBytes = 320;

    private readonly ClientWebSocket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];

    private DirectSocket(ClientWebSocket socket) => _socket = socket;

    /// <summary>Asks for a URL, and dials it.</summary>
    /// <param name="gateway">Whom.</param>
    /// <param name="externalId">The conversation; null for none.</param>
    public static async Task<DirectSocket> ConnectAsync(GatewayFixture gateway, string? externalId = null) => await DialAsync(gateway, await UrlAsync(gateway, externalId));

    /// <summary>A URL as the gateway gives it.</summary>
    public static async Task<Uri> UrlAsync(GatewayFixture gateway, string? externalId = null)
    {
        var answer = await gateway.SendAsync(HttpMethod.Post, UrlPath, externalId is null ? null : JsonSerializer.Serialize(new { externalId }));
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, $"{UrlPath}: {answer.Status} {answer.Body}");
        return new Uri(answer.Json.GetProperty("streamingUrl").GetString()!);
    }

    /// <summary>Dials a URL.</summary>
    public static async Task<DirectSocket> DialAsync(GatewayFixture gateway, Uri url)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, SslOptions = gateway.Trust.ToTlsOptions() });
        await socket.ConnectAsync(url, http, CancellationToken.None).WaitAsync(Patience.Limit);
        return new DirectSocket(socket);
    }

    /// <summary>Sends a control message.</summary>
    public Task SendAsync(string message) => SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text);

    /// <summary>
    /// Sends a message, or a part of one. That the gateway has ended the session meanwhile is no failure: what it said before is there to be read.
    /// </summary>
    public async Task SendAsync(ReadOnlyMemory<byte> payload, WebSocketMessageType type, bool last = true)
    {
        try
        {
            await _socket.SendAsync(payload, type, last, CancellationToken.None).AsTask().WaitAsync(Patience.Limit);
        }
        catch (WebSocketException)
        {
        }
    }

    /// <summary>Sends audio as fast as the gateway takes it; the last frame is what is left.</summary>
    public async Task PlayAsync(ReadOnlyMemory<byte> audio, int frameBytes = FrameBytes)
    {
        for (var at = 0; at < audio.Length; at += frameBytes)
            await SendAsync(audio.Slice(at, Math.Min(frameBytes, audio.Length - at)), WebSocketMessageType.Binary);
    }

    /// <summary>The gateway's next message, or its end.</summary>
    public async Task<DirectMessage> ReceiveAsync()
    {
        var text = new List<byte>();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_buffer, CancellationToken.None).WaitAsync(Patience.Limit);
                if (received.MessageType == WebSocketMessageType.Close)
                    return new DirectMessage(null, received.CloseStatus, received.CloseStatusDescription);
                Assert.Equal(WebSocketMessageType.Text, received.MessageType);
                text.AddRange(_buffer.AsSpan(0, received.Count));
                if (received.EndOfMessage)
                    return new DirectMessage(JsonSerializer.Deserialize<JsonElement>(text.ToArray()), null, null);
            }
        }
        catch (WebSocketException cut)
        {
            return new DirectMessage(null, null, cut.Message);
        }
    }

    /// <summary>Begins a stream and waits for its answer.</summary>
    /// <param name="role">Who speaks.</param>
    /// <param name="more">Further members, each with a comma before it.</param>
    public async Task<JsonElement> StartAsync(string role, string more = "")
    {
        await SendAsync($$"""{"message":"startStream","sender":{"role":"{{role}}","externalId":"{{role}}-1"}{{more}}}""");
        return (await ReceiveAsync()).Must("startResponse");
    }

    /// <summary>Ends the stream and reads what comes until the gateway has closed properly.</summary>
    public async Task<DirectEnding> FinishAsync()
    {
        await SendAsync("""{"message":"finishStream"}""");
        return await EndingAsync();
    }

    /// <summary>Reads what comes until the gateway has closed properly.</summary>
    public async Task<DirectEnding> EndingAsync()
    {
        var transcripts = new List<JsonElement>();
        var message = await ReceiveAsync();
        for (; message.Name == "transcript"; message = await ReceiveAsync())
            transcripts.Add(message.Json!.Value);
        var final = message.Must("finalResponse");
        var end = await ReceiveAsync();
        Assert.True(end.Close == WebSocketCloseStatus.NormalClosure, $"After finalResponse: {end}");
        return new DirectEnding(transcripts, final);
    }

    /// <summary>Says goodbye as a polite client does.</summary>
    public async Task CloseAsync()
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience.Limit);
        }
        catch (WebSocketException)
        {
        }
    }

    public void Dispose() => _socket.Dispose();
}

/// <summary>Something that came from the gateway.</summary>
/// <param name="Json">A message; null at the end of the connection.</param>
/// <param name="Close">How the gateway closed; null with a message, and when the connection was cut.</param>
/// <param name="Reason">What it said to that.</param>
internal sealed record DirectMessage(JsonElement? Json, WebSocketCloseStatus? Close, string? Reason)
{
    /// <summary>Which message it is; null at the end.</summary>
    public string? Name => Json?.GetProperty("message").GetString();

    /// <summary>It is that message and no other.</summary>
    public JsonElement Must(string name)
    {
        Assert.True(Name == name, $"Not a {name}: {this}");
        return Json!.Value;
    }

    public override string ToString() => Json?.GetRawText() ?? (Close is { } code ? $"close {(int)code} {Reason}" : $"the connection was cut: {Reason}");
}

/// <summary>What a stream brought.</summary>
/// <param name="Transcripts">Transcripts that came after the stream's start, in order.</param>
/// <param name="Final">The final response.</param>
internal sealed record DirectEnding(IReadOnlyList<JsonElement> Transcripts, JsonElement Final)
{
    public IReadOnlyList<string> Texts => [.. Transcripts.Select(TextOf)];

    public string Code => Final.GetProperty("status").GetProperty("code").GetString()!;

    public JsonElement Summary => Final.GetProperty("summary");

    public static string TextOf(JsonElement transcript) => Assert.Single(transcript.GetProperty("utterance").EnumerateArray()).GetProperty("text").GetString()!;

    /// <summary>The summary counts as api.md 3.4 defines it.</summary>
    public void MustAddUp(long audioBytes)
    {
        Assert.Equal("1000", Code);
        Assert.Equal(audioBytes, Summary.GetProperty("totalAudioBytes").GetInt64());
        Assert.Equal(audioBytes / 16, Summary.GetProperty("audioDurationMs").GetInt64());
        Assert.Equal((audioBytes / 16 + 999) / 1000, Summary.GetProperty("streamingSeconds").GetInt64());
        Assert.Equal(Transcripts.Count, Summary.GetProperty("transcripts").GetInt32());
    }
}
