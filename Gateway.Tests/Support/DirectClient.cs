using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Gateway.Tests.Support;

/// <summary>The client of a direct stream, on a WebSocket without a network.</summary>
internal sealed class DirectClient : IDisposable
{
    private const string Role = """{"message":"startStream","sender":{"role":"ROLE","externalId":"ROLE-1"}OPTIONS}""";

    /// <summary>No test waits longer for the gateway.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>What a network would buffer for a client that does not read.</summary>
    private const int MostUnreadBytes = 64 * 1024;

    private readonly CancellationTokenSource _deadline = new(Deadline);
    private readonly DuplexPipe _far;
    private readonly WebSocket _socket;

    /// <param name="serve">The gateway's side of the socket.</param>
    public DirectClient(Func<WebSocket, Task> serve)
    {
        (var near, _far) = DuplexPipe.Create(mostUnread: MostUnreadBytes);
        _socket = WebSocket.CreateFromStream(_far, new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero });
        Served = serve(WebSocket.CreateFromStream(near, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero }));
    }

    /// <summary>Completes when the gateway is done with the socket.</summary>
    public Task Served { get; }

    /// <summary>The code with which the gateway closed.</summary>
    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public Task SayAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    /// <summary>Says something, if there is still somebody to hear it.</summary>
    public async Task TrySayAsync(string text)
    {
        try
        {
            await SayAsync(text);
        }
        catch (Exception gone) when (gone is WebSocketException or InvalidOperationException or IOException)
        {
        }
    }

    public Task PlayAsync(short[] samples) => SendAsync(MemoryMarshal.AsBytes(samples.AsSpan()).ToArray(), WebSocketMessageType.Binary);

    public Task SendAsync(byte[] message, WebSocketMessageType type) => _socket.SendAsync(message.AsMemory(), type, endOfMessage: true, _deadline.Token).AsTask();

    /// <summary>Starts and takes the answer.</summary>
    /// <param name="role">Who speaks.</param>
    /// <param name="options">More members, beginning with a comma.</param>
    public async Task StartAsync(string role = "customer", string options = "")
    {
        await SayAsync(Role.Replace("ROLE", role, StringComparison.Ordinal).Replace("OPTIONS", options, StringComparison.Ordinal));
        Assert.Equal("startResponse", (await HearAsync()).GetProperty("message").GetString());
    }

    /// <summary>The next message.</summary>
    public async Task<JsonElement> HearAsync()
    {
        var message = await TryHearAsync();
        Assert.True(message is not null, "the gateway closed");
        return message.Value;
    }

    /// <summary>The next message; null when the gateway closes instead.</summary>
    public async Task<JsonElement?> TryHearAsync()
    {
        var buffer = new byte[64 * 1024];
        var received = await _socket.ReceiveAsync(buffer.AsMemory(), _deadline.Token);
        if (received.MessageType == WebSocketMessageType.Close)
            return null;
        Assert.True(received.EndOfMessage);
        return JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
    }

    /// <summary>The final response, and everything before it; then the close is answered.</summary>
    public async Task<(JsonElement Final, IReadOnlyList<JsonElement> Before)> HearTheEndAsync()
    {
        var heard = new List<JsonElement>();
        while (await TryHearAsync() is { } message)
            heard.Add(message);
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _deadline.Token);
        await Served.WaitAsync(_deadline.Token);
        Assert.Equal("finalResponse", heard[^1].GetProperty("message").GetString());
        return (heard[^1], heard[..^1]);
    }

    /// <summary>The code of the final response.</summary>
    public static string? CodeOf(JsonElement final) => final.GetProperty("status").GetProperty("code").GetString();

    /// <summary>The client is gone from one moment to the next.</summary>
    public void Break() => _far.Dispose();

    public void Dispose()
    {
        _socket.Dispose();
        _deadline.Dispose();
    }
}
