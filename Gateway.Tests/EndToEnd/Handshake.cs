using System.Net;
using System.Net.WebSockets;
using System.Text;
using Gateway.Core;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Twilio;

namespace Gateway.Tests.EndToEnd;

/// <summary>One upgrade request, exactly as it is written, and what became of it.</summary>
internal sealed class Handshake : IDisposable
{
    public const string Path = "/mg-twilio-autotranscribe/twilio-media";

    private const string Stream = "MZ00000000000000000000000000000003";

    private readonly ClientWebSocket _socket;

    private Handshake(ClientWebSocket socket, HttpStatusCode status)
    {
        _socket = socket;
        Status = status;
    }

    /// <summary>What the gateway answered: 101, or why not.</summary>
    public HttpStatusCode Status { get; }

    public static async Task<Handshake> AttemptAsync(GatewayFixture gateway, string target, string? signature = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (signature is not null)
            socket.Options.SetRequestHeader("X-Twilio-Signature", signature);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, SslOptions = gateway.Trust.ToTlsOptions() });
        try
        {
            await socket.ConnectAsync(new Uri($"wss://{gateway.Origin.Authority}{target}"), http, CancellationToken.None).WaitAsync(Patience.Limit);
        }
        catch (WebSocketException) when (socket.HttpStatusCode != default)
        {
        }

        return new Handshake(socket, socket.HttpStatusCode);
    }

    /// <summary>Plays audio as fast as the socket takes it.</summary>
    public async Task HearsAsync(CallSid call, CallAudio audio)
    {
        using var messages = new TwilioMessages(call, StreamSid.Parse(Stream));
        for (var frame = 0; frame < audio.Frames; frame++)
        {
            foreach (var track in audio.Tracks)
                await SendAsync(Encoding.UTF8.GetString(messages.Media(track, frame * CallAudio.FrameLength, audio.Frame(track, frame).Span).Span));
        }
    }

    /// <summary>Says hello as Twilio does, with custom parameters given as the inside of a JSON object.</summary>
    public async Task IntroduceAsync(string call, string customParameters = "")
    {
        await SendAsync("""{"event":"connected","protocol":"Call","version":"1.0.0"}""");
        await SendAsync($$$"""
            {"event":"start","sequenceNumber":"1","start":{"accountSid":"AC00000000000000000000000000000001","streamSid":"{{{Stream}}}",
            "callSid":"{{{call}}}","tracks":["inbound","outbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},
            "customParameters":{ {{{customParameters}}} }},"streamSid":"{{{Stream}}}"}
            """);
    }

    public Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).WaitAsync(Patience.Limit);

    /// <summary>Waits until the gateway closes, and answers with its code; null when the connection was cut.</summary>
    public async Task<WebSocketCloseStatus?> ClosedAsync()
    {
        try
        {
            var received = await _socket.ReceiveAsync(new byte[64], CancellationToken.None).WaitAsync(Patience.Limit);
            Assert.Equal(WebSocketMessageType.Close, received.MessageType);
        }
        catch (WebSocketException)
        {
        }

        return _socket.CloseStatus;
    }

    /// <summary>Twilio closes.</summary>
    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience.Limit);

    public void Dispose() => _socket.Dispose();
}
