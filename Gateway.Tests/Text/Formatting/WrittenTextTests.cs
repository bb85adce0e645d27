using Gateway.Media.Recognition;
using Gateway.Media.Text.Formatting;

namespace Gateway.Tests.Text.Formatting;

/// <summary>Text that the engine has written stays; what it has not is a matter of degree.</summary>
public sealed class WrittenTextTests
{
    [Theory]
    [InlineData("Hello, I'd like to pay $70 by 5:30 p.m. on March 3, 2026.")]
    [InlineData("My PIN is four seven one nine.")]
    [InlineData("and then he said no.")]
    [InlineData("Really?")]
    [InlineData("Wait...")]
    [InlineData("He said \"yes.\"")]
    [InlineData("Call 555-123-4567 (mobile), please!")]
    [InlineData("twenty two, maybe.")]
    [InlineData("- no.")]
    public void Punctuated_text_stays_as_it_is(string text)
    {
        Assert.Equal(text, Said.Written(text));
        Assert.Equal(text, Said.Written(text, "es-US"));
    }

    [Fact]
    public void A_missing_mark_at_the_end_is_added() => Assert.Equal("Yes, I do.", Said.Written("Yes, I do"));

    [Fact]
    public void Marks_stand_beside_the_words()
    {
        var words = Said.Formatted("Yes, at 5:30 p.m. then?");

        Assert.Equal(["Yes", "at", "5:30", "p.m.", "then"], words.Select(word => word.Text));
        Assert.Equal([",", null, null, null, "?"], words.Select(word => word.PunctuationAfter));
    }

    [Theory]
    [InlineData("my iPhone costs $70 a month", "My iPhone costs $70 a month.")]
    [InlineData("ASAPP is at gate 4 not gate five", "ASAPP is at gate 4 not gate 5.")]
    [InlineData("i paid 4711 twenty two", "I paid 4711 22.")]
    public void Without_punctuation_only_the_words_that_are_formatted_stay(string text, string written) => Assert.Equal(written, Said.Written(text));

    [Theory]
    [InlineData("i am twenty two", "de-DE", "I am twenty two.")]
    [InlineData("guten tag", "de-DE", "Guten tag.")]
    [InlineData("Guten Tag!", "de-DE", "Guten Tag!")]
    [InlineData("twenty two", "EN-us", "22.")]
    [InlineData("\u0645\u0631\u062d\u0628\u0627", "ar-SA", "\u0645\u0631\u062d\u0628\u0627.")]
    public void Unknown_languages_get_a_capital_and_a_mark(string text, string language, string written) => Assert.Equal(written, Said.Written(text, language));

    [Fact]
    public void An_empty_word_does_no_harm()
    {
        var empty = new HypothesisWord("", TimeSpan.Zero, TimeSpan.Zero);

        Assert.Equal(3, Formatter.Write([empty, .. Said.Words("hello"), empty], "en-US").Count);
    }

    [Fact]
    public void No_words_are_no_text() => Assert.Empty(Said.Formatted(""));
}
