using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Formatting;

namespace Gateway.Tests.Text.Formatting;

/// <summary>Words as a recogniser returns them, half a second each, and what is written for them.</summary>
internal static class Said
{
    public static IReadOnlyList<HypothesisWord> Words(string spoken) =>
        [.. spoken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) => new HypothesisWord(word, TimeSpan.FromSeconds(i), TimeSpan.FromSeconds(i + 0.5)))];

    public static IReadOnlyList<Word> Formatted(string spoken, string language = "en-US") => Formatter.Write(Words(spoken), language);

    public static string Written(string spoken, string language = "en-US") => Formatter.Join(Formatted(spoken, language));
}
