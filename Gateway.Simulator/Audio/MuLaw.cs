using System.Numerics;

namespace Gateway.Simulator.Audio;

/// <summary>G.711 mu-law.</summary>
internal static class MuLaw
{
    /// <summary>Digital silence, +0. A byte of zero would be full scale.</summary>
    public const byte Silence = 0xFF;

    // G.711 biases the magnitude so that every segment's leading bit sits at a fixed place; the largest magnitude must not overflow by it.
    private const int Bias = 0x84;
    private const int LargestMagnitude = 32635;

    /// <summary>Encodes one 16-bit sample.</summary>
    public static byte Encode(short sample)
    {
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs((int)sample), LargestMagnitude) + Bias;
        var segment = BitOperations.Log2((uint)magnitude) - 7;
        var step = (magnitude >> (segment + 3)) & 0x0F;
        return (byte)~(sign | (segment << 4) | step);
    }

    /// <summary>Decodes one code word to 16 bits.</summary>
    public static short Decode(byte code)
    {
        var bits = ~code;
        // The middle of the step, in units of half a step of the smallest kind, which is 4 at 16 bits.
        var halfSteps = (((bits & 0x0F) << 1) + 33) << ((bits >> 4) & 0x07);
        var magnitude = (halfSteps << 2) - Bias;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }
}
