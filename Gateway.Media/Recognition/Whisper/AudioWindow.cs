namespace Gateway.Media.Recognition.Whisper;

/// <summary>
/// How much audio Whisper looks at. The time that it takes follows this window, not the audio; left alone it is 30 s for every utterance, and one second costs as much as
/// thirty. What lies beyond the window is not heard.
/// </summary>
internal static class AudioWindow
{
    /// <summary>The longest audio that fits into any window.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private const int PositionsPerSecond = 50;

    /// <summary>The model was trained on audio that ends in silence: without some it repeats itself.</summary>
    private const int Margin = 64;

    private static readonly int[] Sizes = [192, 256, 384, 576, 768, 1024, 1280, 1500];

    /// <summary>The smallest of a few sizes that has room for the audio and a margin, in positions of 20 ms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The audio is longer than <see cref="Longest"/>.</exception>
    public static int PositionsFor(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, Longest);
        var wanted = (int)Math.Ceiling(duration.TotalSeconds * PositionsPerSecond) + Margin;
        return Array.Find(Sizes, size => size >= wanted) is > 0 and var size ? size : Sizes[^1];
    }
}
