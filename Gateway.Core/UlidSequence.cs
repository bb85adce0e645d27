using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.Core;

/// <summary>
/// Makes ULIDs, each greater than the one before, also within a millisecond and when the clock is set back. Safe for concurrent use.
/// </summary>
public sealed class UlidSequence(TimeProvider time)
{
    private readonly Lock _lock = new();
    private UInt128 _last;

    /// <summary>The next one.</summary>
    public Ulid Next()
    {
        var now = (UInt128)(ulong)time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_lock)
        {
            _last = now > _last >> 80 ? (now << 80) | Random80() : _last + 1;
            return new Ulid(_last);
        }
    }

    private static UInt128 Random80()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[6..]);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
