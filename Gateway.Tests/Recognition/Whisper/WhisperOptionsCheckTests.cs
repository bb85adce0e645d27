using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Whisper;

namespace Gateway.Tests.Recognition.Whisper;

public sealed class WhisperOptionsCheckTests
{
    [Theory]
    [InlineData("base.en-q8_0", "en-US")]
    [InlineData("small", "en-US es-US de")]
    [InlineData("/models/ggml-mine.bin", "fr")]
    [InlineData("mine.bin", "")]
    public void What_can_work_is_accepted(string model, string languages) => Assert.Empty(Mistakes(model, languages));

    [Fact]
    public void A_model_that_nobody_knows_is_told_with_those_that_there_are()
    {
        var mistake = Assert.Single(Mistakes("base.en-q4", ""));

        Assert.StartsWith("Gateway:Recognition:Whisper:Model: there is no model 'base.en-q4'. Give one of tiny.en-q5_1, ", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void An_english_model_cannot_be_asked_for_other_languages() =>
        Assert.Contains("knows only English, not 'es-US'", Assert.Single(Mistakes("base.en", "en-GB es-US")), StringComparison.Ordinal);

    [Theory]
    [InlineData("e")]
    [InlineData("english")]
    [InlineData("e1-US")]
    public void What_is_no_language_is_refused(string language) => Assert.Contains("is no language tag", Assert.Single(Mistakes("base", language)), StringComparison.Ordinal);

    [Fact]
    public void Utterances_must_fit_into_what_the_model_hears_at_a_time()
    {
        Assert.Empty(WhisperOptionsCheck.Mistakes(new WhisperOptions(), new EndpointingOptions { MaxUtterance = TimeSpan.FromSeconds(29) }, "W"));

        var mistake = Assert.Single(WhisperOptionsCheck.Mistakes(new WhisperOptions(), new EndpointingOptions { MaxUtterance = TimeSpan.FromSeconds(29.1) }, "W"));
        Assert.StartsWith("Gateway:Endpointing:MaxUtterance: must be at most 00:00:29", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_without_whisper_says_how_to_build_it()
    {
        var mistakes = RecognitionOptionsCheck.Mistakes(new RecognitionOptions { Engines = ["pocketsphinx", "whisper"] }, new EndpointingOptions(), ["pocketsphinx"], "R");

        Assert.Equal(
            "R:Engines:1: this build has no engine 'whisper'. It has: pocketsphinx. Build it with 'dotnet publish Gateway.Host -p:WithWhisper=true' (Gateway.Whisper/README.md).",
            Assert.Single(mistakes));
    }

    [Fact]
    public void Its_section_counts_only_when_it_is_wanted()
    {
        var whisper = new WhisperOptions { Model = "none" };

        Assert.Empty(RecognitionOptionsCheck.Mistakes(new RecognitionOptions { Whisper = whisper }, new EndpointingOptions(), ["whisper"], "R"));
        Assert.StartsWith(
            "R:Whisper:Model: ",
            Assert.Single(RecognitionOptionsCheck.Mistakes(new RecognitionOptions { Engines = ["whisper"], Whisper = whisper }, new EndpointingOptions(), ["whisper"], "R")),
            StringComparison.Ordinal);
    }

    private static IEnumerable<string> Mistakes(string model, string languages) => WhisperOptionsCheck.Mistakes(
        new WhisperOptions { Model = model, Languages = languages.Split(' ', StringSplitOptions.RemoveEmptyEntries) }, new EndpointingOptions(), "Gateway:Recognition:Whisper");
}
