using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Gateway.Media.Calls;

namespace Gateway.Media.Twilio;

/// <summary>
/// Owns one WebSocket that Twilio has dialled. First <see cref="ReadStartAsync"/>, then <see cref="PumpAsync"/>, last <see cref="CloseAsync"/>.
/// Sends nothing but the close frame: data on a one-way stream makes Twilio report 31924. Used by one task.
/// </summary>
public sealed class MediaStreamConnection : IDisposable
{
    /// <summary>The largest message that is read, in bytes. Twilio's own have about 400.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>How long the peer has to answer our close frame; Twilio may be gone already.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly TwilioMessageReader _reader = new();
    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2048);

    /// <param name="socket">The accepted socket; disposed together with this.</param>
    /// <param name="time">The clock for the close handshake.</param>
    public MediaStreamConnection(WebSocket socket, TimeProvider time)
    {
        _socket = socket;
        _time = time;
    }

    /// <summary>Reads up to and including the <c>start</c> message.</summary>
    /// <returns>What it says; null when the peer went away before it said anything.</returns>
    /// <exception cref="TwilioProtocolException">The peer does not speak Media Streams.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async Task<StreamStart?> ReadStartAsync(CancellationToken cancellationToken)
    {
        while (await ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } length)
        {
            switch (_reader.Read(_buffer.AsSpan(0, length)).Event)
            {
                case TwilioEvent.Start:
                    return TwilioMessageReader.ReadStart(_buffer.AsSpan(0, length));
                case TwilioEvent.Media:
                    throw new TwilioProtocolException(TwilioViolation.MediaBeforeStart, "media came before start");
                case TwilioEvent.Stop:
                    return null;
                default:
                    break;
            }
        }

        return null;
    }

    /// <summary>Hands every message to the stream until the peer stops or leaves. Allocates nothing per message.</summary>
    /// <exception cref="TwilioProtocolException">The peer broke the protocol.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async Task<StreamEnding> PumpAsync(CallStream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        while (await ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } length)
        {
            if (!Deliver(stream, length))
                return StreamEnding.Stopped;
        }

        return StreamEnding.Closed;
    }

    /// <summary>Says goodbye and waits a moment for the answer. Never throws: the peer may be gone.</summary>
    /// <param name="status">The close code.</param>
    /// <param name="reason">At most 120 ASCII characters.</param>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var limit = new CancellationTokenSource(CloseLimit, _time);
        try
        {
            await _socket.CloseOutputAsync(status, reason, limit.Token).ConfigureAwait(false);
            // Whatever was on its way is read and forgotten, so that the peer sees a close and not a reset.
            while (_socket.State == WebSocketState.CloseSent)
                await _socket.ReceiveAsync(_buffer.AsMemory(), limit.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    /// <returns>False after <c>stop</c>.</returns>
    private bool Deliver(CallStream stream, int length)
    {
        var message = _reader.Read(_buffer.AsSpan(0, length));
        if (message.Event == TwilioEvent.Start)
            throw new TwilioProtocolException(TwilioViolation.SecondStart, "a second start on the same socket");
        stream.Accept(message);
        return message.Event != TwilioEvent.Stop;
    }

    /// <summary>Reads one whole message into the buffer.</summary>
    /// <returns>Its length; null when the peer has closed.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            if (received.MessageType == WebSocketMessageType.Binary)
                throw new TwilioProtocolException(TwilioViolation.BinaryMessage, "binary message; Media Streams are text");
            length += received.Count;
            if (length > MaxMessageBytes)
                throw new TwilioProtocolException(TwilioViolation.MessageTooBig, "message of more than 65536 bytes");
            if (received.EndOfMessage)
                return length;
            if (length == _buffer.Length)
                Grow();
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
        _buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
