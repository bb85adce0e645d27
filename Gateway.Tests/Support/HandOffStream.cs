using System.Threading.Tasks.Sources;

namespace Gateway.Tests.Support;

/// <summary>
/// The network end of a WebSocket in a test of allocations: a reader waits, and is continued on the thread that feeds it, without anything
/// of its own being allocated. What is written is forgotten.
/// </summary>
internal sealed class HandOffStream : Stream, IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _arrival;
    private Memory<byte> _waiting;
    private ReadOnlyMemory<byte> _left;
    private bool _isWaiting;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes arrive. The reader runs, on this thread, until it wants more than that.</summary>
    public void Feed(ReadOnlyMemory<byte> bytes)
    {
        _left = bytes;
        while (_isWaiting && !_left.IsEmpty)
        {
            _isWaiting = false;
            _arrival.SetResult(Take(_waiting));
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_left.IsEmpty || buffer.IsEmpty)
            return new ValueTask<int>(Take(buffer));
        _waiting = buffer;
        _arrival.Reset();
        _isWaiting = true;
        return new ValueTask<int>(this, _arrival.Version);
    }

    public int GetResult(short token) => _arrival.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _arrival.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    private int Take(Memory<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _left.Length);
        _left[..taken].CopyTo(buffer);
        _left = _left[taken..];
        return taken;
    }
}
