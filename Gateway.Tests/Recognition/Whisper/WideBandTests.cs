using Gateway.Media.Audio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition.Whisper;

public sealed class WideBandTests
{
    private const int Edge = 64;

    [Theory]
    [InlineData(100)]
    [InlineData(440)]
    [InlineData(1000)]
    [InlineData(2500)]
    [InlineData(3400)]
    public void A_tone_of_the_telephone_keeps_its_level_and_has_no_image(double hertz)
    {
        var wide = WideBand.Of(Tone(hertz, 8000));

        Assert.Equal(16_000, wide.Length);
        Assert.InRange(Decibels(Level(wide, hertz) / 0.5), -0.05, 0.05);
        // The image that folding would leave at the same distance above 4 kHz.
        Assert.InRange(Decibels(Level(wide, 8000 - hertz) / 0.5), -200, -57);
    }

    [Fact]
    public void The_samples_themselves_are_kept_and_scaled_to_one()
    {
        var samples = Sound.WhiteNoise(TimeSpan.FromSeconds(0.5), -20, seed: 1);
        var wide = WideBand.Of(samples);

        Assert.Equal(samples.Select(sample => sample / 32768f), wide.Where((_, i) => i % 2 == 0));
        Assert.Equal(-1f, WideBand.Of([short.MinValue])[0]);
    }

    [Fact]
    public void A_click_stays_where_it_is()
    {
        var click = new short[100];
        click[50] = 16_384;
        var wide = WideBand.Of(click);

        Assert.Equal(100, Array.IndexOf(wide, wide.Max()));
        Assert.Equal(wide[99], wide[101]);
    }

    [Fact]
    public void Nothing_gives_nothing() => Assert.Empty(WideBand.Of([]));

    private static short[] Tone(double hertz, int samples) =>
        [.. Enumerable.Range(0, samples).Select(i => (short)Math.Round(16_384 * Math.Sin(2 * Math.PI * hertz * i / 8000)))];

    /// <summary>The amplitude at a frequency, measured over whole periods of it.</summary>
    private static double Level(float[] wide, double hertz)
    {
        var middle = wide.AsSpan(Edge, wide.Length - 2 * Edge);
        // Frequencies here are multiples of 20 Hz, so 800 samples hold whole periods.
        var length = middle.Length / 800 * 800;
        var (real, imaginary) = (0.0, 0.0);
        for (var i = 0; i < length; i++)
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * hertz * i / 16_000);
            (real, imaginary) = (real + cosine * middle[i], imaginary + sine * middle[i]);
        }

        return 2 * Math.Sqrt(real * real + imaginary * imaginary) / length;
    }

    private static double Decibels(double ratio) => 20 * Math.Log10(ratio + 1e-9);
}
