using System.Net.Sockets;

namespace Gateway.Simulator.Twilio;

/// <summary>A TCP connection that can be reset, and halted: then it stays open while nothing passes in either direction.</summary>
internal sealed class HaltableConnection(Socket socket) : Stream
{
    private readonly NetworkStream _network = new(socket, ownsSocket: true);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _halted;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Lets nothing pass any more. What has been written is still sent.</summary>
    public void Halt() => _halted = true;

    /// <summary>Ends the connection with RST instead of FIN.</summary>
    public void Reset()
    {
        // With no time to linger.
        socket.Close(0);
        _closed.TrySetResult();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _network.ReadAsync(buffer, cancellationToken);
        if (_halted)
            await HangAsync(cancellationToken);
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _halted ? HangAsync(cancellationToken) : _network.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => _network.FlushAsync(cancellationToken);

    public override void Flush() => _network.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _network.Dispose();
        _closed.TrySetResult();
        base.Dispose(disposing);
    }

    private async ValueTask HangAsync(CancellationToken cancellationToken)
    {
        await _closed.Task.WaitAsync(cancellationToken);
        throw new IOException("The halted connection was closed.");
    }
}
