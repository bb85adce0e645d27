using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Gateway.Core;
using Gateway.Media.Calls;
using Gateway.Media.Sockets;

namespace Gateway.Media.Twilio;

/// <summary>
/// Owns one WebSocket that Twilio has dialled. First <see cref="ReadStartAsync"/>, then <see cref="PumpAsync"/>, last <see
/// cref="CloseAsync"/>. Sends nothing but the close frame: data on a one-way stream makes Twilio report 31924. Used by one task.
/// </summary>
public sealed class MediaStreamConnection : IDisposable
{
    /// <summary>The largest message that is read, in bytes. Twilio's own have about 400.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    private readonly TwilioMessageReader _reader = new();
    private readonly AcceptedSocket _socket;
    private readonly ArrivalPacing? _pacing;
    private CallStream? _stream;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2048);

    /// <param name="socket">The accepted socket; disposed together with this.</param>
    /// <param name="time">The clock for the close handshake.</param>
    /// <param name="pacing">How the transport wakes the reader; null: whenever something comes.</param>
    public MediaStreamConnection(WebSocket socket, TimeProvider time, ArrivalPacing? pacing = null)
    {
        _socket = new AcceptedSocket(socket, time);
        _pacing = pacing;
    }

    /// <summary>Reads up to and including the <c>start</c> message.</summary>
    /// <returns>What it says; null when the peer went away before it said anything.</returns>
    /// <exception cref="OperationCanceledException">It took too long, or the process ends; the connection can still be closed
    /// properly.</exception>
    /// <exception cref="TwilioProtocolException">The peer does not speak Media Streams.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public Task<StreamStart?> ReadStartAsync(CancellationToken cancellationToken) => InterruptiblyAsync(ReadToStartAsync(), cancellationToken);

    /// <summary>Hands every message to the stream until the peer stops or leaves. Allocates nothing per message.</summary>
    /// <exception cref="OperationCanceledException">The stream is given up, or the process ends; the connection can still be closed
    /// properly.</exception>
    /// <exception cref="TwilioProtocolException">The peer broke the protocol.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async Task<StreamEnding> PumpAsync(CallStream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.BeginReading(_pacing);
        _stream = stream;
        try
        {
            return await InterruptiblyAsync(ReadToEndAsync(stream), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            stream.EndReading();
        }
    }

    /// <inheritdoc cref="AcceptedSocket.CloseAsync"/>
    public Task CloseAsync(WebSocketCloseStatus status, string reason) => _socket.CloseAsync(status, reason);

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    /// <summary>Waits for the reading, or no longer than it may; in the second case it goes on until <see cref="CloseAsync"/>.</summary>
    private async Task<T> InterruptiblyAsync<T>(Task<T> reading, CancellationToken cancellationToken)
    {
        _socket.Reading = reading;
        return await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<StreamStart?> ReadToStartAsync()
    {
        while (await ReceiveAsync().ConfigureAwait(false) is { } length)
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

    private async Task<StreamEnding> ReadToEndAsync(CallStream stream)
    {
        while (await ReceiveAsync().ConfigureAwait(false) is { } length)
        {
            if (!Deliver(stream, length))
                return StreamEnding.Stopped;
        }

        return StreamEnding.Closed;
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
    private async ValueTask<int?> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            _stream?.Reading();
            var receiving = _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (!receiving.IsCompleted)
                _stream?.CaughtUp();
            var received = await receiving.ConfigureAwait(false);
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
