using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Text;
using Gateway.Media.Text.Formatting;

namespace Gateway.Tests.Recognition;

public sealed class PhraseMatcherTests
{
    private static readonly Vocabulary Phrases = Make(
        new("IEEE", ["i triple e"]), new("IEEE Computer Society", ["i triple e computer society"]), new("717 N Blvd", [], VocabularyCategory.Address),
        new("X-Ray Labs", []), new("Jos\u00e9", []), new("Yahoo!", []), new("pay pal", []), new("Seven Hills", []));

    [Theory]
    [InlineData("i work for the i triple e now", "I work for the IEEE now.")]
    [InlineData("the i. triple e. computer society", "The IEEE Computer Society.")]
    [InlineData("the i triple e computer", "The IEEE computer.")]
    [InlineData("i live at seven hundred seventeen north boulevard", "I live at 717 N Blvd.")]
    [InlineData("i live at seven one seven north boulevard apartment five", "I live at 717 N Blvd apartment 5.")]
    [InlineData("x-ray labs", "X-Ray Labs.")]
    [InlineData("x ray labs called me", "X-Ray Labs called me.")]
    [InlineData("jose is here", "Jos\u00e9 is here.")]
    [InlineData("i use yahoo", "I use Yahoo!")]
    [InlineData("do you use yahoo", "Do you use Yahoo!?")]
    [InlineData("pay pal", "pay pal.")]
    [InlineData("pay pal pay pal pay", "pay pal pay pal pay.")]
    [InlineData("seven seven hills", "Seven Seven Hills.")]
    [InlineData("i triple", "I triple.")]
    [InlineData("Please ask JOS\u00c9, not me.", "Please ask Jos\u00e9, not me.")]
    [InlineData("Is it Jos\u00e9?", "Is it Jos\u00e9?")]
    [InlineData("I asked x-ray. Labs did not answer.", "I asked x-ray. Labs did not answer.")]
    public void A_phrase_is_written_as_it_is_wanted_wherever_it_was_said(string said, string written) =>
        Assert.Equal(written, Formatter.Join(Formatter.Write(PhraseMatcher.Apply(Words(said), Phrases), "en-US")));

    [Fact]
    public void A_phrase_lasts_from_its_first_word_to_its_last()
    {
        var words = PhraseMatcher.Apply(Words("the i triple e now"), Phrases);

        Assert.Equal(new HypothesisWord("IEEE", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3.5), IsWritten: true), words[1] with { Spoken = null });
        Assert.Equal(["i", "triple", "e"], words[1].Spoken);
        Assert.Equal(["the", "IEEE", "now"], words.Select(word => word.Text));
    }

    [Fact]
    public void What_the_engine_has_written_as_a_phrase_stays_as_it_is()
    {
        HypothesisWord[] words = [new("i", default, default, IsWritten: true), new("triple", default, default), new("e", default, default)];

        Assert.Equal(words, PhraseMatcher.Apply(words, Phrases));
        Assert.Equal("twenty one.", Formatter.Join(Formatter.Write([new HypothesisWord("twenty one", default, default, IsWritten: true)], "en-US")));
    }

    [Fact]
    public void Without_phrases_the_words_are_the_same_object()
    {
        var words = Words("i triple e");

        Assert.Same(words, PhraseMatcher.Apply(words, Vocabulary.Empty));
    }

    [Fact]
    public void Any_words_and_any_phrases_are_no_trouble()
    {
        var vocabulary = Make(new("- a -", []), new("1", []), new("a", ["b'", "-b-c-"]));

        foreach (var said in new[] { "", "-", "''", "\u2026", "a", "- a", "b - c", "one one one", "--- b-c ---" })
            Assert.True(PhraseMatcher.Apply(Words(said), vocabulary).Count <= Words(said).Length);
    }

    private static HypothesisWord[] Words(string said) =>
        [.. said.Split(' ').Select((word, i) => new HypothesisWord(word, TimeSpan.FromSeconds(i), TimeSpan.FromSeconds(i + 0.5)))];

    private static Vocabulary Make(params VocabularyEntry[] entries)
    {
        Assert.Null(Vocabulary.Empty.With(entries, out var vocabulary));
        return vocabulary;
    }
}
