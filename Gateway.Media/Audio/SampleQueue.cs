using System.Buffers;

namespace Gateway.Media.Audio;

/// <summary>
/// First-in first-out store of samples in one rented buffer that grows when it must and is handed back on <see cref="Dispose"/>. What has been taken stays, and can be
/// taken again. In steady state, adding and taking allocate nothing. Not safe for concurrent use: its owner holds a lock.
/// </summary>
internal sealed class SampleQueue : IDisposable
{
    private const int InitialSamples = 4096;

    private short[] _buffer = ArrayPool<short>.Shared.Rent(InitialSamples);

    /// <summary>Samples that have been taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Samples waiting to be taken.</summary>
    public int Count { get; private set; }

    /// <summary>All of them, the oldest first. Valid until the next call.</summary>
    public ReadOnlySpan<short> Waiting => _buffer.AsSpan(Taken, Count);

    public void Enqueue(ReadOnlySpan<short> samples)
    {
        if (Taken + Count + samples.Length > _buffer.Length)
            MakeRoom(Taken + Count + samples.Length);
        samples.CopyTo(_buffer.AsSpan(Taken + Count));
        Count += samples.Length;
    }

    /// <summary>Moves up to <paramref name="destination"/>'s length of the oldest samples there; returns how many.</summary>
    public int Dequeue(Span<short> destination)
    {
        var taken = Math.Min(Count, destination.Length);
        _buffer.AsSpan(Taken, taken).CopyTo(destination);
        Count -= taken;
        Taken += taken;
        return taken;
    }

    /// <summary>Everything waits to be taken again.</summary>
    public void Rewind()
    {
        Count += Taken;
        Taken = 0;
    }

    public void Dispose()
    {
        // What was said does not stay behind in a pool for the next renter to find.
        if (_buffer.Length > 0)
            ArrayPool<short>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
        Taken = Count = 0;
    }

    private void MakeRoom(int needed)
    {
        var source = _buffer;
        _buffer = ArrayPool<short>.Shared.Rent(Math.Max(needed, 2 * source.Length));
        source.AsSpan(0, Taken + Count).CopyTo(_buffer);
        if (source.Length > 0)
            ArrayPool<short>.Shared.Return(source, clearArray: true);
    }
}
