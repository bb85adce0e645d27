using System.Net.WebSockets;
using System.Text;
using Gateway.Media.Twilio;

namespace Gateway.Tests.Support;

/// <summary>A media stream without a network: the gateway's end of a real WebSocket, and the end that plays Twilio.</summary>
internal sealed class MediaSocketPair : IDisposable
{
    /// <summary>No test waits longer for the other end.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _deadline = new(Deadline);
    private readonly DuplexPipe _far;

    /// <param name="time">The gateway's clock.</param>
    /// <param name="largestPiece">The most bytes that the gateway reads at once.</param>
    public MediaSocketPair(TimeProvider time, int largestPiece = int.MaxValue)
    {
        (var near, _far) = DuplexPipe.Create(largestPiece);
        Gateway = new MediaStreamConnection(
            WebSocket.CreateFromStream(near, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero }), time);
        Twilio = WebSocket.CreateFromStream(_far, new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero });
    }

    public MediaStreamConnection Gateway { get; }

    public WebSocket Twilio { get; }

    /// <summary>Ends what waits for too long.</summary>
    public CancellationToken Patience => _deadline.Token;

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(byte[] message, WebSocketMessageType type = WebSocketMessageType.Text) =>
        Twilio.SendAsync(message.AsMemory(), type, endOfMessage: true, Patience).AsTask();

    /// <summary>Sends one message in frames of the given size.</summary>
    public async Task SendFragmentsAsync(ReadOnlyMemory<byte> message, int size)
    {
        for (var at = 0; at < message.Length; at += size)
        {
            var fragment = message.Slice(at, Math.Min(size, message.Length - at));
            await Twilio.SendAsync(fragment, WebSocketMessageType.Text, endOfMessage: at + size >= message.Length, Patience);
        }
    }

    /// <summary>Twilio says that it closes; the answer is for <see cref="ReadCloseAsync"/>.</summary>
    public Task HangUpAsync() => Twilio.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Patience);

    /// <summary>Twilio answers the gateway's goodbye and waits, as clients do, until the gateway lets go of the connection.</summary>
    /// <param name="goodbye">What the gateway is doing.</param>
    public async Task AnswerAsync(Task goodbye)
    {
        var answer = HangUpAsync();
        await goodbye.WaitAsync(Patience);
        Gateway.Dispose();
        await answer;
    }

    /// <summary>Twilio is gone from one moment to the next.</summary>
    public void Break() => _far.Dispose();

    /// <summary>Reads until the gateway closes.</summary>
    /// <returns>The close code that arrives. Data before it is an error: the gateway has nothing to say.</returns>
    public async Task<WebSocketCloseStatus?> ReadCloseAsync()
    {
        var received = await Twilio.ReceiveAsync(new byte[256].AsMemory(), Patience);
        Assert.Equal(WebSocketMessageType.Close, received.MessageType);
        return Twilio.CloseStatus;
    }

    public void Dispose()
    {
        Gateway.Dispose();
        Twilio.Dispose();
        _deadline.Dispose();
    }
}
