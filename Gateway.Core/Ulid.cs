using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core;

/// <summary>
/// A universally unique lexicographically sortable identifier: 48 bits of Unix time in milliseconds and 80 random bits, written as 26
/// characters of Crockford's base 32. The <c>messageId</c> of the API (api.md 5).
/// </summary>
public readonly record struct Ulid
{
    /// <summary>How many characters it is written with.</summary>
    public const int Length = 26;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly UInt128 _value;

    internal Ulid(UInt128 value) => _value = value;

    /// <summary>The moment that it names, to the millisecond.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds((long)(ulong)(_value >> 80));

    /// <summary>The same 128 bits as a UUID: where a UUID is asked for, one that can be found again.</summary>
    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The ULID of the same 128 bits.</summary>
    public static Ulid FromGuid(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return new Ulid(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>Reads a ULID as <see cref="ToString"/> writes it.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Ulid Parse(string text) => TryParse(text, out var ulid) ? ulid : throw new FormatException("A ULID is 26 characters of Crockford's base 32.");

    /// <summary>Reads a ULID as <see cref="ToString"/> writes it, or says that the text is none. Never throws.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ulid result)
    {
        result = default;
        // 26 characters hold 130 bits: the first may only use three of its five.
        if (text is not { Length: Length } || text[0] > '7')
            return false;
        UInt128 value = 0;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
                return false;
            value = (value << 5) | (uint)digit;
        }

        result = new Ulid(value);
        return true;
    }

    /// <summary>26 characters; texts sort as the times do.</summary>
    public override string ToString() => string.Create(Length, _value, static (text, value) =>
    {
        for (var i = text.Length - 1; i >= 0; i--, value >>= 5)
            text[i] = Alphabet[(int)(value & 31)];
    });
}
