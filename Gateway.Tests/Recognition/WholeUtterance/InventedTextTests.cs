using Gateway.Media.Recognition.WholeUtterance;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition.WholeUtterance;

public sealed class InventedTextTests : IDisposable
{
    private readonly CountedInventions _counted = new();

    public void Dispose() => _counted.Dispose();

    [Theory]
    [InlineData(0.7, -1.2, "")]
    [InlineData(0.7, -0.8, "Thank you.")]
    [InlineData(0.5, -1.2, "Thank you.")]
    [InlineData(0.7, null, "Thank you.")]
    [InlineData(null, -1.2, "Thank you.")]
    public void A_text_for_silence_of_which_the_engine_is_unsure_is_left_out(double? noSpeech, double? logProbability, string left)
    {
        Assert.Equal(left, Believed(3, Segment("Thank you.") with { NoSpeechProbability = noSpeech, MeanLogProbability = logProbability }));
        Assert.Equal(left.Length > 0 ? [] : ["NoSpeech"], _counted.Reasons);
    }

    [Fact]
    public void Only_the_segment_in_doubt_is_left_out()
    {
        Assert.Equal("I would like to pay. Today.", Believed(6, Segment("I would like to pay."), Segment("Thank you.") with { NoSpeechProbability = 0.9, MeanLogProbability = -2 }, Segment("Today.")));
        Assert.Equal(["NoSpeech"], _counted.Reasons);
    }

    [Fact]
    public void The_bounds_of_doubt_are_configured()
    {
        var engine = new ScriptedEngine(_counted.Metrics, new InventedTextOptions { NoSpeechProbability = 0.3, MeanLogProbability = -0.5 });

        Assert.Empty(engine.Understand(new UtteranceText([Segment("Thank you.") with { NoSpeechProbability = 0.4, MeanLogProbability = -0.6 }]), 24_000).Words);
    }

    [Theory]
    [InlineData("Thank you. Thank you. Thank you. Thank you. Thank you.", "")]
    [InlineData("I want to pay my bill. Thanks for watching. Thanks for watching. Thanks for watching! Thanks for watching. Thanks for watching.", "I want to pay my bill.")]
    [InlineData("Goodbyeeee goodbyeeee goodbyeeee goodbyeeee goodbyeeee", "")]
    public void Words_again_and_again_are_left_out(string text, string left)
    {
        Assert.Equal(left, Believed(10, Segment(text)));
        Assert.Equal(["Repetition"], _counted.Reasons);
    }

    [Theory]
    [InlineData("No, no, no, no, no, no.")]
    [InlineData("Thank you, thank you, thank you.")]
    [InlineData("It is four one one one one one one one one one one one one one one one.")]
    [InlineData("It is 0000 0000 0000 0000 0000 0000 0000.")]
    [InlineData("Yes. Yes. Yes. Yes, I can hear you, yes.")]
    public void People_repeat_themselves_too(string text)
    {
        Assert.Equal(text, Believed(10, Segment(text)));
        Assert.Empty(_counted.Reasons);
    }

    [Fact]
    public void Repetition_across_segments_counts()
    {
        Assert.Equal("Hello.", Believed(20, [Segment("Hello."), .. Enumerable.Repeat(Segment("Please subscribe."), 6)]));
        Assert.Equal(["Repetition"], _counted.Reasons);
    }

    [Theory]
    [InlineData("On and on and on.", "")]
    [InlineData("It is one one one one.", "It is one one one one.")]
    public void What_the_engine_can_compress_is_left_out_unless_it_is_a_number(string text, string left)
    {
        Assert.Equal(left, Believed(5, Segment(text) with { CompressionRatio = 2.5 }));
        Assert.Equal(text, Believed(5, Segment(text) with { CompressionRatio = 2.3 }));
        Assert.Equal(left.Length > 0 ? [] : ["Repetition"], _counted.Reasons);
    }

    [Theory]
    [InlineData(0.3, "Thank you very much for watching, and please do not forget to subscribe.")]
    [InlineData(0.2, "Internationalization notwithstanding congratulations.")]
    public void More_than_anybody_can_say_in_the_time_is_left_out(double seconds, string text)
    {
        Assert.Equal("", Believed(seconds, Segment(text)));
        Assert.Equal(["TooFast"], _counted.Reasons);
    }

    [Theory]
    [InlineData(0.3, "Yes.")]
    [InlineData(0.5, "Thank you very much.")]
    [InlineData(4, "My card number is 4111 1111 1111 1111, and it expires 12/27.")]
    public void Fast_speech_is_believed(double seconds, string text) => Assert.Equal(text, Believed(seconds, Segment(text)));

    [Theory]
    [InlineData("[BLANK_AUDIO]", "")]
    [InlineData(" [ Silence ]", "")]
    [InlineData("(music)", "")]
    [InlineData("(soft music playing)", "")]
    [InlineData("*sighs*", "")]
    [InlineData("\u266a La la la \u266a", "")]
    [InlineData("Hello. [noise] Are you there?", "Hello. Are you there?")]
    [InlineData("Hello. (Laughs.) Are you there?", "Hello. Are you there?")]
    public void Names_of_sounds_are_left_out(string text, string left)
    {
        Assert.Equal(left, Believed(3, Segment(text)));
        Assert.Equal(["SoundMark"], _counted.Reasons);
    }

    [Theory]
    [InlineData("Call me at (555) 123-4567.")]
    [InlineData("(four one one one)")]
    [InlineData("The plan (the old one) is gone.")]
    [InlineData("[ it never ends")]
    public void What_may_have_been_said_stays(string text)
    {
        Assert.Equal(text, Believed(5, Segment(text)).TrimEnd('.') + (text.EndsWith('.') ? "." : ""));
        Assert.Empty(_counted.Reasons);
    }

    private static TextSegment Segment(string text) => new(text, TimeSpan.Zero, TimeSpan.Zero);

    private string Believed(double seconds, params TextSegment[] segments) =>
        string.Join(' ', new ScriptedEngine(_counted.Metrics).Understand(new UtteranceText(segments), (int)(8000 * seconds)).Words.Select(word => word.Text));
}
