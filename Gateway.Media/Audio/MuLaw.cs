namespace Gateway.Media.Audio;

/// <summary>G.711 mu-law (ITU-T G.711, table 2a): one byte to one 16-bit linear sample.</summary>
internal static class MuLaw
{
    private static readonly short[] Linear = BuildTable();

    /// <summary>Expands every byte of <paramref name="encoded"/> into <paramref name="samples"/>, which must be at least as long.</summary>
    public static void Decode(ReadOnlySpan<byte> encoded, Span<short> samples)
    {
        var table = Linear;
        samples = samples[..encoded.Length];
        for (var i = 0; i < encoded.Length; i++)
            samples[i] = table[encoded[i]];
    }

    private static short[] BuildTable()
    {
        // The code word is transmitted inverted: sign, three bits of segment, four bits of step. 0x84 is the encoder's bias, scaled to 16
        // bits.
        const int bias = 0x84;
        var table = new short[256];
        for (var code = 0; code < 256; code++)
        {
            var bits = ~code & 0xFF;
            var magnitude = ((((bits & 0x0F) << 3) + bias) << ((bits & 0x70) >> 4)) - bias;
            table[code] = (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
        }

        return table;
    }
}
