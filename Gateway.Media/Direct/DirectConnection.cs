using System.Buffers;
using System.Net.WebSockets;
using Gateway.Media.Sockets;

namespace Gateway.Media.Direct;

/// <summary>One client's socket: reads it into its session, and sends what the session answers.</summary>
internal sealed class DirectConnection : IDisposable
{
    /// <summary>The longest message, in bytes (INF-51).</summary>
    public const int MaxMessageBytes = 1024 * 1024;

    /// <summary>How long a client may take to read what there is when its stream has ended.</summary>
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(5);

    private readonly AcceptedSocket _socket;
    private readonly DirectSession _session;
    private readonly TimeProvider _time;
    private readonly byte[] _piece = ArrayPool<byte>.Shared.Rent(DirectSession.PieceBytes);
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <param name="socket">The accepted socket; disposed together with this.</param>
    /// <param name="session">The order of its messages.</param>
    /// <param name="time">The clock.</param>
    public DirectConnection(WebSocket socket, DirectSession session, TimeProvider time)
    {
        _socket = new AcceptedSocket(socket, time);
        _session = session;
        _time = time;
    }

    /// <summary>What took the reading down that should not have; null normally.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Runs the stream from its first message to the closed socket.</summary>
    /// <param name="stopping">Fires when the process is about to end.</param>
    /// <returns>How it ended.</returns>
    public async Task<DirectEnd> ServeAsync(CancellationToken stopping)
    {
        using var stop = stopping.UnsafeRegister(static session => ((DirectSession)session!).End(DirectEnd.Shutdown), _session);
        var sending = _session.Outbox.SendAllAsync(_socket);
        _socket.Reading = ReadAsync();
        var end = await _session.FinishAsync(stopping).ConfigureAwait(false);
        try
        {
            await sending.WaitAsync(end == DirectEnd.Unread ? TimeSpan.Zero : SendLimit, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _socket.AbortAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
        }

        // Who was sent a final response knows why.
        await _socket.CloseAsync(end.Close, end.Code is null && end.Close != WebSocketCloseStatus.Empty ? end.Reason : "").ConfigureAwait(false);
        return end;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        ArrayPool<byte>.Shared.Return(_piece, clearArray: true);
    }

    /// <summary>Never throws: whatever happens is how the stream ended.</summary>
    private async Task ReadAsync()
    {
        try
        {
            var messageBytes = 0;
            while (true)
            {
                var receiving = _socket.ReceiveAsync(_piece.AsMemory(0, DirectSession.PieceBytes));
                // What came together with finishStream has been looked at now.
                if (!receiving.IsCompleted)
                    _session.Settle();
                var received = await receiving.ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    _session.Settle();
                    _session.End(DirectEnd.Closed);
                    return;
                }

                messageBytes += received.Count;
                if (messageBytes > MaxMessageBytes)
                {
                    _session.End(DirectEnd.TooBig);
                    _text.Clear();
                }
                else if (received.MessageType == WebSocketMessageType.Binary)
                {
                    await _session.AcceptAudioAsync(_piece.AsSpan(0, received.Count)).ConfigureAwait(false);
                }
                else
                {
                    _text.Write(_piece.AsSpan(0, received.Count));
                    if (received.EndOfMessage)
                        _session.AcceptText(_text.WrittenMemory);
                }

                if (!received.EndOfMessage)
                    continue;
                messageBytes = 0;
                _text.Clear();
            }
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            _session.End(DirectEnd.Lost);
        }
        catch (Exception unexpected)
        {
            Fault = unexpected;
            _session.End(DirectEnd.Fault);
        }
    }
}
