using System.Text.Json;
using Gateway.Tests.Support;

namespace Gateway.Tests.Text.Formatting;

/// <summary>A script in another language speaks random figures in words, knowing nothing of how they are turned back.</summary>
public sealed class IndependentSpeechTests
{
    private const int Count = 2_000;

    [Theory]
    [InlineData(20260301)]
    [InlineData(4711)]
    public async Task Figures_spoken_in_words_are_written_as_figures_again(int seed)
    {
        var spoken = (await Node.AskAsync("speech.mjs", new { seed, count = Count }))[0].GetProperty("spoken").EnumerateArray().ToList();
        Assert.Equal(Count, spoken.Count);

        var wrong = from said in spoken
                    let written = Said.Written(Text(said, "spoken"), Text(said, "language"))
                    where written != Text(said, "written")
                    select $"{Text(said, "kind")}: \"{Text(said, "spoken")}\" is written \"{written}\" instead of \"{Text(said, "written")}\"";
        Assert.Empty(wrong);
        // Each kind in each language was there.
        Assert.All(spoken.GroupBy(said => Text(said, "kind")), kind => Assert.InRange(kind.Count(), 50, Count));
        Assert.Equal(["en-US", "es-US"], spoken.Select(said => Text(said, "language")).Distinct().Order(StringComparer.Ordinal));
    }

    private static string Text(JsonElement said, string name) => said.GetProperty(name).GetString()!;
}
