using Gateway.Media.Audio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

public sealed class MuLawTests
{
    /// <summary>Values of ITU-T G.711, table 2a, scaled to 16 bits.</summary>
    [Theory]
    [InlineData(0xFF, 0)]
    [InlineData(0x7F, 0)]
    [InlineData(0xFE, 8)]
    [InlineData(0x7E, -8)]
    [InlineData(0xF0, 120)]
    [InlineData(0xEF, 132)]
    [InlineData(0x90, 15996)]
    [InlineData(0x80, 32124)]
    [InlineData(0x00, -32124)]
    public void A_code_has_the_value_of_the_standard(byte code, short value)
    {
        var sample = new short[1];
        MuLaw.Decode([code], sample);

        Assert.Equal(value, sample[0]);
    }

    [Fact]
    public void Every_code_survives_decoding_and_encoding()
    {
        // -0 has a code of its own and comes back as +0.
        var codes = Enumerable.Range(0, 256).Select(code => (byte)code).Where(code => code != 0x7F).ToArray();
        var samples = new short[codes.Length];
        MuLaw.Decode(codes, samples);

        Assert.Equal(codes, Sound.Encode(samples));
    }
}
