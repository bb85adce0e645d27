using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Gateway.Core;
using Gateway.Simulator.Direct;

namespace Gateway.Tests.Support;

/// <summary>A client of the direct API, and a gateway's end of its connection that does what a test says.</summary>
internal sealed class DirectClientHarness : IAsyncDisposable
{
    public static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _deadline = new(Deadline);
    private readonly NetworkStream _far;
    private readonly WebSocket _gateway;

    private DirectClientHarness(NetworkStream near, NetworkStream far, Participant role)
    {
        _far = far;
        _gateway = WebSocket.CreateFromStream(far, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        Stream = new DirectStream(
            WebSocket.CreateFromStream(near, new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero }),
            role,
            Heard.Writer,
            ClientPatience,
            Time);
    }

    public ManualTime Time { get; } = new();

    public DirectStream Stream { get; }

    public Channel<DirectTranscript> Heard { get; } = Channel.CreateUnbounded<DirectTranscript>();

    /// <summary>Ends what waits for too long.</summary>
    public CancellationToken Patience => _deadline.Token;

    public static async Task<DirectClientHarness> ConnectAsync(Participant role = Participant.Customer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await near.ConnectAsync(listener.LocalEndpoint);
        var far = await listener.AcceptSocketAsync();
        return new DirectClientHarness(new NetworkStream(near, ownsSocket: true), new NetworkStream(far, ownsSocket: true), role);
    }

    /// <summary>The client starts, and the gateway answers with 1000.</summary>
    public async Task<JsonElement> StartAsync(StartStream start, params VocabularyPhrase[] vocabulary)
    {
        var starting = Stream.StartAsync(start, vocabulary, Patience);
        var message = await ReceiveTextAsync();
        await SendAsync("""{"message":"startResponse","streamID":"128342213","status":{"code":"1000","description":"OK"}}""");
        await starting;
        return message;
    }

    public Task SendAsync(string text) =>
        _gateway.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, Patience).AsTask();

    public async Task<JsonElement> ReceiveTextAsync()
    {
        var (type, bytes) = await ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Text, type);
        return JsonSerializer.Deserialize<JsonElement>(bytes);
    }

    public async Task<byte[]> ReceiveAudioAsync()
    {
        var (type, bytes) = await ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Binary, type);
        return bytes;
    }

    /// <summary>The gateway closes, and the client answers.</summary>
    public Task CloseAsync(int code, string reason) => _gateway.CloseAsync((WebSocketCloseStatus)code, reason, Patience);

    /// <summary>The gateway is gone from one moment to the next.</summary>
    public void Break() => _far.Dispose();

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        _gateway.Dispose();
        _deadline.Dispose();
    }

    private async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        var filled = 0;
        while (true)
        {
            var received = await _gateway.ReceiveAsync(buffer.AsMemory(filled), Patience);
            filled += received.Count;
            if (received.EndOfMessage)
                return (received.MessageType, buffer[..filled]);
        }
    }
}
