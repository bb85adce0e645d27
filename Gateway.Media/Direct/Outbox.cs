using System.Net.WebSockets;
using System.Threading.Channels;
using Gateway.Media.Sockets;

namespace Gateway.Media.Direct;

/// <summary>
/// What a client has yet to be sent. Bounded: whoever does not read is not waited for. Any thread may add; one task sends.
/// </summary>
internal sealed class Outbox
{
    /// <summary>Transcripts of a quarter of an hour of fluent speech; what the network buffers comes on top.</summary>
    private const int Capacity = 256;

    private readonly Channel<byte[]> _messages = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>Adds a message. Never waits.</summary>
    /// <returns>False when there is no room, or nothing more is to be sent.</returns>
    public bool TrySend(byte[] message) => _messages.Writer.TryWrite(message);

    /// <summary>Nothing more is to be sent but what is there already.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    /// <summary>Sends until <see cref="Complete"/>. Never throws: when the connection is gone, the rest is forgotten.</summary>
    public async Task SendAllAsync(AcceptedSocket socket)
    {
        try
        {
            await foreach (var message in _messages.Reader.ReadAllAsync().ConfigureAwait(false))
                await socket.SendTextAsync(message).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            Complete();
        }
    }
}
