using System.IO.Pipelines;

namespace Gateway.Tests.Support;

/// <summary>
/// One end of a connection in memory: what is written here is read at the other end. Writing does not wait unless it is told to. Disposing one end is the end of
/// what the other one reads; like a web server's streams it does not end a read under way. An end may be told to hand out its bytes in
/// small pieces, as a network may.
/// </summary>
internal sealed class DuplexPipe : Stream
{
    private readonly PipeReader _reader;
    private readonly PipeWriter _writer;
    private readonly int _largestPiece;

    private DuplexPipe(PipeReader reader, PipeWriter writer, int largestPiece) =>
        (_reader, _writer, _largestPiece) = (reader, writer, largestPiece);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Makes the two ends.</summary>
    /// <param name="largestPiece">The most bytes that the first end reads at once.</param>
    /// <param name="mostUnread">The most bytes that the first end can write before the second one reads; 0: any number.</param>
    public static (DuplexPipe First, DuplexPipe Second) Create(int largestPiece = int.MaxValue, int mostUnread = 0)
    {
        var unlimited = new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false);
        var limited = new PipeOptions(pauseWriterThreshold: mostUnread, resumeWriterThreshold: mostUnread / 2, useSynchronizationContext: false);
        var (towardsFirst, towardsSecond) = (new Pipe(unlimited), new Pipe(limited));
        return (new DuplexPipe(towardsFirst.Reader, towardsSecond.Writer, largestPiece),
            new DuplexPipe(towardsSecond.Reader, towardsFirst.Writer, int.MaxValue));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Who reads into nothing wants to know when there is something.
        var read = await _reader.ReadAsync(cancellationToken);
        var available = read.Buffer.Slice(0, Math.Min(Math.Min(buffer.Length, _largestPiece), read.Buffer.Length));
        var copied = 0;
        foreach (var segment in available)
        {
            segment.CopyTo(buffer[copied..]);
            copied += segment.Length;
        }

        _reader.AdvanceTo(available.End);
        return copied;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await _writer.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _writer.Complete();
            _reader.Complete();
        }

        base.Dispose(disposing);
    }
}
