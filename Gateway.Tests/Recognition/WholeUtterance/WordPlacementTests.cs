using Gateway.Media.Recognition.WholeUtterance;

namespace Gateway.Tests.Recognition.WholeUtterance;

public sealed class WordPlacementTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    [Fact]
    public void Without_times_words_share_their_segment_by_length() => Assert.Equal(
        [("Yes,", 1.0, 2.0), ("indeed.", 2.0, 3.75)],
        Placed(new UtteranceText([Segment("Yes, indeed.", 1, 3.75)])));

    [Fact]
    public void A_segment_without_times_fills_the_audio() => Assert.Equal([("abcd", 0.0, 2.0), ("efgh", 2.0, 4.0)], Placed(new UtteranceText([Segment("abcd efgh", 0, 0)])));

    [Fact]
    public void What_lies_beyond_the_audio_ends_with_it() => Assert.Equal([("ab", 0.0, 4.0), ("cd", 4.0, 4.0)], Placed(new UtteranceText([Segment("ab cd", 0, 30)])));

    [Fact]
    public void Times_of_bare_words_are_found_for_written_ones() => Assert.Equal(
        [("That's", 0.5, 0.7), ("$25.50,", 0.8, 1.9), ("\u2014", 1.9, 1.9), ("OK?", 2.0, 2.2)],
        Placed(new UtteranceText([Segment(" That's $25.50, \u2014 OK?", 0, 3)]) { Words = [Timed("that's", 0.5, 0.7), Timed("25", 0.8, 1.2), Timed("50", 1.3, 1.9), Timed(" ok ", 2, 2.2)] }));

    [Fact]
    public void A_segment_whose_words_have_no_times_does_not_disturb_the_others() => Assert.Equal(
        [("One.", 0.5, 0.7), ("[noise]", 1.0, 2.0), ("Two.", 2.5, 2.8)],
        Placed(new UtteranceText([Segment("One.", 0, 1), Segment("[noise]", 1, 2), Segment("Two.", 2, 3)]) { Words = [Timed("one", 0.5, 0.7), Timed("two", 2.5, 2.8)] }));

    [Fact]
    public void Times_never_go_back() => Assert.Equal(
        [("a", 1.0, 2.0), ("b", 2.0, 2.0), ("c", 2.0, 4.0)],
        Placed(new UtteranceText([Segment("a b c", 0, 3)]) { Words = [Timed("a", 1, 2), Timed("b", 0.5, 0.7), Timed("c", 1.5, 9)] }));

    [Fact]
    public void Nothing_has_no_words() => Assert.Empty(Placed(new UtteranceText([Segment(" ", 0, 1)])));

    private static TextSegment Segment(string text, double start, double end) => new(text, TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end));

    private static TimedWord Timed(string text, double start, double end) => new(text, TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end));

    private static IEnumerable<(string, double, double)> Placed(UtteranceText text) =>
        WordPlacement.Place(text, Duration).Select(word => (word.Text, Math.Round(word.Start.TotalSeconds, 3), Math.Round(word.End.TotalSeconds, 3)));
}
