using System.Buffers;

namespace Gateway.Media.Audio;

/// <summary>
/// First-in first-out store of samples in one rented buffer that grows when it must and is handed back on <see cref="Dispose"/>.
/// In steady state, adding and taking allocate nothing. Not safe for concurrent use: its owner holds a lock.
/// </summary>
internal sealed class SampleQueue : IDisposable
{
    private const int InitialSamples = 4096;

    private short[] _buffer = ArrayPool<short>.Shared.Rent(InitialSamples);
    private int _head;

    /// <summary>Samples waiting to be taken.</summary>
    public int Count { get; private set; }

    /// <summary>All of them, the oldest first. Valid until the next call.</summary>
    public ReadOnlySpan<short> Waiting => _buffer.AsSpan(_head, Count);

    public void Enqueue(ReadOnlySpan<short> samples)
    {
        if (_head + Count + samples.Length > _buffer.Length)
            MakeRoom(Count + samples.Length);
        samples.CopyTo(_buffer.AsSpan(_head + Count));
        Count += samples.Length;
    }

    /// <summary>Moves up to <paramref name="destination"/>'s length of the oldest samples there; returns how many.</summary>
    public int Dequeue(Span<short> destination)
    {
        var taken = Math.Min(Count, destination.Length);
        _buffer.AsSpan(_head, taken).CopyTo(destination);
        Count -= taken;
        _head = Count == 0 ? 0 : _head + taken;
        return taken;
    }

    public void Dispose()
    {
        // What was said does not stay behind in a pool for the next renter to find.
        if (_buffer.Length > 0)
            ArrayPool<short>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
        _head = Count = 0;
    }

    private void MakeRoom(int needed)
    {
        var source = _buffer;
        if (needed > source.Length)
            _buffer = ArrayPool<short>.Shared.Rent(Math.Max(needed, 2 * source.Length));
        source.AsSpan(_head, Count).CopyTo(_buffer);
        _head = 0;
        if (!ReferenceEquals(source, _buffer) && source.Length > 0)
            ArrayPool<short>.Shared.Return(source, clearArray: true);
    }
}
