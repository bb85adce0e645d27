using Gateway.Media.Recognition.Whisper;

namespace Gateway.Tests.Recognition.Whisper;

public sealed class WhisperTextTests
{
    [Fact]
    public void Tokens_make_words_that_begin_with_a_blank()
    {
        var text = WhisperText.Of([Segment(" My PIN is 4242.", "[_BEG_]", " My", " P", "IN", " is", " 42", "42", ".", "[_TT_75]")]);

        Assert.Equal([" My", " PIN", " is", " 4242."], text.Words.Select(word => word.Text));
        Assert.Equal([(0.1, 0.2), (0.2, 0.4), (0.4, 0.5), (0.5, 0.8)], text.Words.Select(word => (word.Start.TotalSeconds, word.End.TotalSeconds)));
        Assert.Equal("My PIN is 4242.", Assert.Single(text.Segments).Text);
    }

    [Fact]
    public void A_first_token_without_a_blank_begins_a_word_too()
    {
        var text = WhisperText.Of([Segment("No.", "No", "."), Segment("Yes.", "Yes", ".")]);

        Assert.Equal(["No.", "Yes."], text.Words.Select(word => word.Text));
    }

    [Fact]
    public void Brackets_that_are_text_stay()
    {
        var text = WhisperText.Of([Segment(" [BLANK_AUDIO]", " [", "BL", "ANK", "_", "AUD", "IO", "]")]);

        Assert.Equal([" [BLANK_AUDIO]"], text.Words.Select(word => word.Text));
    }

    [Fact]
    public void A_segment_tells_how_sure_the_model_is_of_its_text_alone()
    {
        var segment = Segment(" a b", "[_BEG_]", " a", " b", "[_TT_5]") with { NoSpeechProbability = 0.25 };
        segment = segment with { Tokens = [.. segment.Tokens.Zip([-9.0, -0.5, -1.5, -9.0], (token, log) => token with { LogProbability = log })] };

        var judged = Assert.Single(WhisperText.Of([segment]).Segments);
        Assert.Equal((0.25, -1.0), (judged.NoSpeechProbability!.Value, judged.MeanLogProbability!.Value));
    }

    [Fact]
    public void Repetitions_compress_and_sentences_do_not()
    {
        var loop = string.Concat(Enumerable.Repeat(" Thank you for watching.", 12));
        var text = WhisperText.Of([Segment(loop, loop), Segment(" I need help upgrading my streaming package.", " I")]);

        Assert.True(text.Segments[0].CompressionRatio > 5);
        Assert.InRange(text.Segments[1].CompressionRatio!.Value, 0.5, 1.5);
    }

    [Fact]
    public void Nothing_gives_nothing() => Assert.Empty(WhisperText.Of([]).Segments);

    private static WhisperSegment Segment(string text, params string[] tokens) => new(
        text,
        TimeSpan.Zero,
        TimeSpan.FromSeconds(30),
        0,
        [.. tokens.Select((token, i) => new WhisperToken(token, TimeSpan.FromMilliseconds(100 * i), TimeSpan.FromMilliseconds(100 * (i + 1)), -0.1))]);
}
