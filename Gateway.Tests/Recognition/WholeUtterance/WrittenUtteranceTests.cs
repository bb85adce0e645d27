using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Text;
using Gateway.Media.Text.Redaction;
using Gateway.Media.Text.Formatting;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition.WholeUtterance;

/// <summary>The text of an engine that writes, with and without smart formatting.</summary>
public sealed class WrittenUtteranceTests : IDisposable
{
    private readonly CountedInventions _counted = new();

    public void Dispose() => _counted.Dispose();

    [Theory]
    [InlineData("That's $25.50, Mr. Smith \u2014 OK?", "That's $25.50, Mr. Smith \u2014 OK?")]
    [InlineData("Gate four at five thirty p.m.", "Gate four at five thirty p.m.")]
    [InlineData("Okay I have four one two", "Okay I have four one two.")]
    [InlineData("Call 555-0199", "Call 555-0199.")]
    [InlineData("is it four one two", "Is it 412?")]
    public void What_is_written_stays_and_bare_words_are_formatted(string text, string sentence) => Assert.Equal(sentence, Formatter.Join(Formatter.Write(Words(text), "en-US")));

    [Theory]
    [InlineData("That's $25.50, Mr. Smith \u2014 OK?", "that's $25.50 mr. smith ok")]
    [InlineData("\"Yes,\" she said, twice.", "yes she said twice")]
    [InlineData("My PIN is 1234", "my pin is 1234")]
    [InlineData("p. j. smith", "p. j. smith")]
    [InlineData("my pin is four two", "my pin is four two")]
    public void Without_formatting_it_reads_as_if_nobody_had_written_it(string text, string plain) => Assert.Equal(plain, Formatter.Join(WrittenText.Plain(Words(text))));

    [Fact]
    public void Phrases_of_a_vocabulary_are_found_in_what_is_written_and_masked_when_they_hide_a_number()
    {
        Assert.Null(Vocabulary.Empty.With([new("Forty Seven Inc", ["forty seven ink"]), new("IEEE", ["i triple e"])], out var vocabulary));
        var named = PhraseMatcher.Apply(Words("I work at I triple E, okay?"), vocabulary);
        var hidden = PhraseMatcher.Apply(Words("My PIN is forty seven ink."), vocabulary);

        Assert.Equal("I work at IEEE, okay?", Formatter.Join(Formatter.Write(named, "en-US")));
        var redacted = new Redactor(new RedactionOptions()).Redact(PhrasedText.Of(hidden, "en-US"), Participant.Customer, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), new RedactionContext());
        Assert.Equal("My PIN is ##", redacted.Text);
    }

    private IReadOnlyList<HypothesisWord> Words(string text) => new ScriptedEngine(_counted.Metrics).Understand(ScriptedEngine.Text(text), 80_000).Words;
}
