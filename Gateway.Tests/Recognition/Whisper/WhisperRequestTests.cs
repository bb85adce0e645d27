using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Recognition.Whisper;

namespace Gateway.Tests.Recognition.Whisper;

public sealed class WhisperRequestTests
{
    [Theory]
    [InlineData(0.1, 192)]
    [InlineData(1, 192)]
    [InlineData(2.56, 192)]
    [InlineData(2.57, 256)]
    [InlineData(3, 256)]
    [InlineData(5, 384)]
    [InlineData(10, 576)]
    [InlineData(14, 768)]
    [InlineData(15, 1024)]
    [InlineData(20, 1280)]
    [InlineData(25, 1500)]
    [InlineData(29.65, 1500)]
    [InlineData(30, 1500)]
    public void The_window_has_room_for_the_audio_and_is_one_of_a_few(double seconds, int positions) =>
        Assert.Equal(positions, AudioWindow.PositionsFor(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void No_window_is_smaller_than_the_audio()
    {
        for (var milliseconds = 100; milliseconds <= 30_000; milliseconds += 7)
            Assert.True(AudioWindow.PositionsFor(TimeSpan.FromMilliseconds(milliseconds)) * 20 >= milliseconds);
    }

    [Fact]
    public void What_no_window_can_hold_is_refused_and_not_cut_in_silence() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WhisperRequest.For(new short[240_001], "en-US", null, Vocabulary.Empty));

    [Theory]
    [InlineData(800, 18)]
    [InlineData(8000, 28)]
    [InlineData(24_000, 52)]
    [InlineData(240_000, 224)]
    public void A_decoder_may_write_a_little_more_than_anybody_can_say(int samples, int tokens) =>
        Assert.Equal(tokens, WhisperRequest.For(new short[samples], "en-US", null, Vocabulary.Empty).MaxTokens);

    [Fact]
    public void The_shortest_utterance_has_as_many_samples_as_the_library_can_read() =>
        Assert.Equal(1600, WhisperRequest.For(new short[800], "en-US", null, Vocabulary.Empty).Samples.Length);

    [Theory]
    [InlineData("en-US", "en")]
    [InlineData("es-US", "es")]
    [InlineData("DE", "de")]
    [InlineData("yue-Hant-HK", "yue")]
    public void A_language_is_called_by_its_first_part(string tag, string code) =>
        Assert.Equal(code, WhisperRequest.For(new short[800], tag, null, Vocabulary.Empty).Language);

    [Fact]
    public void Phrases_follow_the_configured_prompt_and_do_not_make_every_utterance_slow()
    {
        Assert.Null(Vocabulary.Empty.With([.. Enumerable.Range(0, 200).Select(i => new VocabularyEntry($"phrase number {i}", []))], out var vocabulary));
        var prompt = WhisperRequest.For(new short[800], "en-US", "A call to Acme.", vocabulary).Prompt;

        Assert.StartsWith("A call to Acme. phrase number 0, phrase number 1, ", prompt, StringComparison.Ordinal);
        Assert.InRange(prompt.Length, 380, 400);
        Assert.Equal("", WhisperRequest.For(new short[800], "en-US", null, Vocabulary.Empty).Prompt);
    }

    [Fact]
    public void A_request_does_not_show_what_is_expected_to_be_said() =>
        Assert.Equal("WhisperRequest { 1600 samples }", WhisperRequest.For(new short[800], "en-US", "secret", Vocabulary.Empty).ToString());
}
