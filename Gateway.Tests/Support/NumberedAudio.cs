using System.Runtime.InteropServices;

namespace Gateway.Tests.Support;

/// <summary>
/// Frames of 20 ms that sound like a voice and carry a number in each half, readable after mu-law decoding and any cutting.
/// </summary>
internal static class NumberedAudio
{
    public const int FrameBytes = 160;
    private const int HalfBytes = 80;
    private const int Digits = 6;

    /// <summary>One swing at full scale, low enough in frequency for a voice; the voice beside it is 20 dB quieter.</summary>
    private static readonly byte[] Mark = [0x00, 0x00, 0x00, 0x00, 0x80, 0x80, 0x80, 0x80];
    private static readonly short[] DecodedMark = [-32124, -32124, -32124, -32124, 32124, 32124, 32124, 32124];

    /// <summary>
    /// Sixteen neighbouring positive codes stand for the hexadecimal digits; their linear values as in the table of G.711.
    /// </summary>
    private const byte FirstDigit = 0xA0;
    private static readonly short[] DecodedDigits = [.. Enumerable.Range(0, 16).Select(digit => (short)(((((15 - digit) << 3) + 0x84) << 5) - 0x84))];

    private static readonly byte[] Voice = Sound.Encode(Sound.Voice(TimeSpan.FromSeconds(0.2)).AsSpan(400, HalfBytes));

    public static byte[] Encode(int number)
    {
        var frame = new byte[FrameBytes];
        for (var half = 0; half < FrameBytes; half += HalfBytes)
        {
            var bytes = frame.AsSpan(half, HalfBytes);
            Voice.CopyTo(bytes);
            Mark.CopyTo(bytes);
            for (var i = 0; i < Digits; i++)
                bytes[Mark.Length + i] = (byte)(FirstDigit + ((number >> (4 * i)) & 0xF));
        }

        return frame;
    }

    /// <summary>The numbers of all halves in a stretch of audio.</summary>
    public static IEnumerable<int> Read(List<short> samples)
    {
        for (var at = 0; at + DecodedMark.Length + Digits <= samples.Count; at++)
        {
            if (!CollectionsMarshal.AsSpan(samples).Slice(at, DecodedMark.Length).SequenceEqual(DecodedMark))
                continue;
            var number = 0;
            for (var i = 0; i < Digits; i++)
            {
                var digit = Array.IndexOf(DecodedDigits, samples[at + DecodedMark.Length + i]);
                Assert.True(digit >= 0, "a number was damaged on its way");
                number |= digit << (4 * i);
            }

            yield return number;
            at += HalfBytes - 1;
        }
    }
}
