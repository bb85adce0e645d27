using System.Text;

namespace Gateway.Tests.Support;

/// <summary>
/// Damages messages: flips bits, cuts, doubles, splices, and puts extremes where values were. The same seed makes the same messages.
/// Nothing that it makes is longer than <see cref="MaxLength"/>.
/// </summary>
internal sealed class MessageMutator
{
    public const int MaxLength = 4096;

    /// <summary>
    /// What stands in for a value: numbers at and beyond every limit, other types, words of the protocol, text that is no Unicode.
    /// </summary>
    private static readonly byte[][] Values =
    [
        .. new[]
        {
            "0", "-1", "-0", "1e5", "1E-400", "1e400", "0.5", "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
            "99999999999999999999999999999999999999999999999999999999", "\"9223372036854775807\"", "\"-1\"", "\"1 \"", "\"\"", "\"0x10\"", "null", "true", "false",
            "{}", "[]", "[null]", "{\"a\":{}}", "[\"inbound\",7]", "\"inbound\"", "\"outbound_track\"", "\"start\"", "\"media\"", "\"stop\"", "\"\\ud800\"",
            "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"====\"", "\"=\"", "\"\\/\\/8=\"", "\"\\u006dedia\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0x22, 0xFF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22],
        [.. Repeat("[", 60), .. Repeat("]", 60)], [.. Repeat("[", 70), .. Repeat("]", 70)], Repeat("9", 1000), [.. "\""u8, .. Repeat("A", 2000), .. "\""u8],
    ];

    /// <summary>What lands anywhere: half a token, half a character, a depth without a bottom.</summary>
    private static readonly byte[][] Debris =
    [
        .. new[]
        {
            "00", "NaN", "Infinity", "\"\\u00\"", "\"\\x\"", "\"\\", "\\", "\\ud800", "\\udfff", "\\u0022", "\"", "=", "/", "\\/", ",", ",,", ":", "{", "}", "[", "]", "}}", "//",
            "/**/", " ", "\n", "\t", "\r\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0x00], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xEF, 0xBB, 0xBF], [0x7F], [0x1F],
        Repeat("[", 70), Repeat("{\"a\":", 70), Repeat("[", 1000),
    ];

    private readonly Random _random;
    private readonly byte[][] _seeds;
    private readonly byte[] _message = new byte[MaxLength];
    private readonly byte[] _scratch = new byte[MaxLength];
    private int _length;

    public MessageMutator(byte[][] seeds, int seed)
    {
        _seeds = [.. seeds.Where(message => message.Length <= MaxLength)];
#pragma warning disable RS0030 // Seeded: the same messages every time.
        _random = new Random(seed);
#pragma warning restore RS0030
    }

    /// <summary>The next message; valid until the one after.</summary>
    public ReadOnlySpan<byte> Next()
    {
        Set(Pick(_seeds));
        for (var mutations = 1 + _random.Next(4) / 2; mutations > 0; mutations--)
            Mutate();
        return _message.AsSpan(0, _length);
    }

    private void Mutate()
    {
        var (from, to) = Part();
        switch (_random.Next(14))
        {
            case 0 when _length > 0:
                _message[_random.Next(_length)] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when _length > 0:
                _message[_random.Next(_length)] = (byte)_random.Next(256);
                break;
            case 2:
                _length = from;
                break;
            case 3:
                Replace(from, to, default);
                break;
            case 4:
                Replace(to, to, _message.AsSpan(from, Math.Min(to - from, MaxLength / 8)).ToArray());
                break;
            case 5:
                var other = Pick(_seeds);
                Replace(from, _length, other.AsSpan(_random.Next(other.Length + 1)));
                break;
            case 6:
                Replace(from, from + (_random.Next(2) == 0 ? 0 : Math.Min(1, _length - from)), Pick(Debris));
                break;
            default:
                // As often as all the others: a whole value, so that the rest stays JSON and the damage is looked at.
                (from, to) = Value(from);
                Replace(from, to, Pick(Values));
                break;
        }
    }

    private (int From, int To) Part()
    {
        var (a, b) = (_random.Next(_length + 1), _random.Next(_length + 1));
        return a < b ? (a, b) : (b, a);
    }

    /// <summary>The scalar after the first colon from here on.</summary>
    private (int From, int To) Value(int from)
    {
        var rest = _message.AsSpan(from, _length - from);
        var colon = rest.IndexOf((byte)':');
        if (colon < 0)
            return (from, from);
        var value = rest[(colon + 1)..];
        var length = value.StartsWith("\""u8) ? value[1..].IndexOf((byte)'"') + 2 : value.IndexOfAny((byte)',', (byte)'}', (byte)']');
        return (from + colon + 1, from + colon + 1 + Math.Clamp(length, 0, value.Length));
    }

    private void Set(ReadOnlySpan<byte> message)
    {
        message.CopyTo(_message);
        _length = message.Length;
    }

    private void Replace(int from, int to, ReadOnlySpan<byte> by)
    {
        var tail = _message.AsSpan(to, _length - to);
        var scratch = _scratch.AsSpan(0, tail.Length);
        tail.CopyTo(scratch);
        by = by[..Math.Min(by.Length, MaxLength - from)];
        by.CopyTo(_message.AsSpan(from));
        scratch = scratch[..Math.Min(scratch.Length, MaxLength - from - by.Length)];
        scratch.CopyTo(_message.AsSpan(from + by.Length));
        _length = from + by.Length + scratch.Length;
    }

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];

    private static byte[] Repeat(string text, int times) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times)));
}
