using System.Buffers;
using System.Net.WebSockets;

namespace Gateway.Media.Sockets;

/// <summary>
/// One accepted WebSocket and how it is parted with. Cancelling a receive aborts the socket, and the peer would see a reset instead of a close frame, so a
/// reading goes on until <see cref="CloseAsync"/>. Used by one reader and one writer at a time.
/// </summary>
internal sealed class AcceptedSocket(WebSocket socket, TimeProvider time) : IDisposable
{
    /// <summary>How long the peer has to answer our close frame; it may be gone already.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _lastResort = new();

    /// <summary>The reading under way, for <see cref="CloseAsync"/> to wait for.</summary>
    public Task Reading { get; set; } = Task.CompletedTask;

    public ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer) => socket.ReceiveAsync(buffer, _lastResort.Token);

    public ValueTask SendTextAsync(ReadOnlyMemory<byte> message) => socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _lastResort.Token);

    /// <summary>Cuts the connection: what is under way ends at once.</summary>
    public Task AbortAsync() => _lastResort.CancelAsync();

    /// <summary>
    /// Says goodbye and waits a moment for the answer. Never throws: the peer may be gone. Nothing is read any more when it has completed.
    /// </summary>
    /// <param name="status">The close code.</param>
    /// <param name="reason">At most 120 ASCII characters.</param>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        using var limit = new CancellationTokenSource(CloseLimit, time);
        var rest = ArrayPool<byte>.Shared.Rent(2048);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, reason, limit.Token).ConfigureAwait(false);
            // Whatever is on its way is read and forgotten, so that the peer sees a close and not a reset.
            await Reading.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (socket.State == WebSocketState.CloseSent && Reading.IsCompleted)
                await socket.ReceiveAsync(rest.AsMemory(), limit.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rest, clearArray: true);
        }

        if (Reading.IsCompleted)
            return;
        await AbortAsync().ConfigureAwait(false);
        await Reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        socket.Dispose();
        _lastResort.Dispose();
    }
}
