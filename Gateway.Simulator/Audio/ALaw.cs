namespace Gateway.Simulator.Audio;

/// <summary>The decoder half of G.711 A-law.</summary>
internal static class ALaw
{
    // Every second bit travels inverted, so that silence has many transitions on the line.
    private const int Inverted = 0x55;

    /// <summary>Decodes one code word to 16 bits.</summary>
    public static short Decode(byte code)
    {
        var bits = code ^ Inverted;
        var segment = (bits >> 4) & 0x07;
        // The middle of the step, in units of half a step of the smallest kind; segments above the first have a leading one.
        var halfSteps = ((bits & 0x0F) << 1) + 1 + (segment > 0 ? 32 : 0);
        var magnitude = halfSteps << (segment > 0 ? segment + 2 : 3);
        return (short)((bits & 0x80) != 0 ? magnitude : -magnitude);
    }
}
