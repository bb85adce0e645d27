using Gateway.Core;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

public sealed class UtteranceWriterTests : IDisposable
{
    private readonly CallTableHarness _table = new();

    public void Dispose() => _table.Dispose();

    [Theory]
    [InlineData("hello there", "Hello there.")]
    [InlineData("i think i'm right", "I think I'm right.")]
    [InlineData("what is your name", "What is your name?")]
    [InlineData("can you help me", "Can you help me?")]
    public async Task Words_become_a_sentence(string words, string sentence) => Assert.Equal(sentence, (await SaidAsync(words)).Text);

    [Fact]
    public async Task Secrets_are_masked_when_nothing_is_asked_for()
    {
        var utterance = await SaidAsync("my pin is four two");

        Assert.Equal(("My pin is ##.", null), (utterance.Text, utterance.UnredactedText));
    }

    [Fact]
    public async Task Unredacted_output_leaves_as_it_was_said()
    {
        var utterance = await SaidAsync("my pin is four two", CallTableHarness.Settings with { Redaction = RedactionOutput.Unredacted });

        Assert.Equal(("My pin is 42.", null), (utterance.Text, utterance.UnredactedText));
    }

    [Fact]
    public async Task Words_are_written_by_the_rules_of_the_language_asked_for()
    {
        var settings = CallTableHarness.Settings with { Redaction = RedactionOutput.Unredacted, Language = "es-US" };

        Assert.Equal("Tengo 31.", (await SaidAsync("tengo treinta y uno", settings)).Text);
    }

    [Fact]
    public async Task Both_forms_leave_when_both_are_asked_for()
    {
        var utterance = await SaidAsync("my pin is four two", CallTableHarness.Settings with { Redaction = RedactionOutput.RedactedAndUnredacted });

        Assert.Equal(("My pin is ##.", "My pin is 42."), (utterance.Text, utterance.UnredactedText));
    }

    [Fact]
    public async Task What_is_asked_for_unredacted_makes_the_answer_sensitive_in_the_next_span()
    {
        await SaidAsync("what's your pin", CallTableHarness.Settings with { Redaction = RedactionOutput.Unredacted });

        Assert.Equal("####.", (await SaidAsync("four seven one one")).Text);
    }

    [Fact]
    public async Task Phrases_of_the_shared_vocabulary_are_written_as_it_spells_them_and_redacted_like_all_text()
    {
        Assert.Null(Vocabulary.Empty.With([new("IEEE", ["i triple e"]), new("4111 1111 1111 1111", ["my usual card"])], out var vocabulary));
        _table.Vocabulary.Replace(vocabulary);

        Assert.Equal("IEEE here.", (await SaidAsync("i triple e here")).Text);
        Assert.Equal("Take #### #### #### ####.", (await SaidAsync("take my usual card")).Text);
    }

    [Fact]
    public async Task Words_with_times_leave_only_when_asked_for()
    {
        var settings = CallTableHarness.Settings with { Redaction = RedactionOutput.Unredacted, DetailedToken = true };
        var utterance = await SaidAsync("hello there", settings);

        Assert.Equal(["Hello", "there"], utterance.Words!.Select(word => word.Text));
        Assert.Equal([null, "."], utterance.Words!.Select(word => word.PunctuationAfter));
        Assert.Equal(TimeSpan.FromMilliseconds(100), utterance.Words![1].Start - utterance.Words[0].Start);
        Assert.Null((await SaidAsync("hello there")).Words);
    }

    [Fact]
    public async Task Nothing_understood_is_no_utterance()
    {
        _table.Recognizer.Words = "";
        await SpeakAsync(CallTableHarness.Settings);

        Assert.Single(_table.Recognizer.Recordings);
        Assert.Empty(_table.Delivered.Utterances);
    }

    [Fact]
    public async Task Times_count_from_the_start_request_for_both_participants()
    {
        var feed = new MediaFeed(_table.Open(), _table.Time);
        feed.Play(Track.Inbound, Sound.Silence(TimeSpan.FromSeconds(3)));
        await _table.StartAsync();
        feed.Play(Track.Inbound, Sound.Concat(Sound.Silence(TimeSpan.FromSeconds(1)), Sound.Voice(TimeSpan.FromSeconds(1)), Sound.Silence(TimeSpan.FromSeconds(1))));
        feed.Play(Track.Outbound, Sound.Concat(Sound.Voice(TimeSpan.FromSeconds(1)), Sound.Silence(TimeSpan.FromSeconds(1))));
        await _table.StopAsync();

        var (customer, agent) = (_table.Delivered.Utterances[0], _table.Delivered.Utterances[1]);
        Near(1, customer.Start);
        Near(2, customer.End);
        Near(3, agent.Start);
        Near(4, agent.End);
        Assert.Equal(customer.Start - agent.Start, customer.SpokenAt - agent.SpokenAt);
    }

    [Fact]
    public async Task Lost_audio_advances_the_clock()
    {
        var feed = new MediaFeed(_table.Open(), _table.Time);
        feed.Play(Track.Inbound, Sound.Silence(TimeSpan.FromSeconds(0.5)));
        await _table.StartAsync();
        feed.Play(Track.Inbound, Sound.Silence(TimeSpan.FromSeconds(0.5)));
        feed.Pass(TimeSpan.FromSeconds(10));
        feed.Play(Track.Inbound, Sound.Concat(Sound.Voice(TimeSpan.FromSeconds(1)), Sound.Silence(TimeSpan.FromSeconds(1))));
        var report = (await _table.StopAsync()).Report!;

        Near(10.5, Assert.Single(_table.Delivered.Utterances).Start);
        Assert.Equal(2500, report.Customer!.AudioDurationMs);
    }

    [Fact]
    public async Task A_short_loss_inside_an_utterance_does_not_break_it_in_two()
    {
        var feed = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        feed.Pass(TimeSpan.FromMilliseconds(200));
        feed.Play(Track.Inbound, Sound.Concat(Sound.Voice(TimeSpan.FromSeconds(1)), Sound.Silence(TimeSpan.FromSeconds(1))));
        await _table.StopAsync();

        Near(2.2, Assert.Single(_table.Delivered.Utterances).End);
    }

    private async Task<Utterance> SaidAsync(string words, TranscriptionSettings? settings = null)
    {
        _table.Recognizer.Words = words;
        await SpeakAsync(settings ?? CallTableHarness.Settings);
        return _table.Delivered.Utterances[^1];
    }

    private async Task SpeakAsync(TranscriptionSettings settings)
    {
        var feed = new MediaFeed(_table.Open(), _table.Time);
        await _table.Calls.StartAsync(CallTableHarness.Sid, settings, CancellationToken.None);
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        await _table.StopAsync();
    }

    private static void Near(double seconds, TimeSpan actual) => Assert.InRange(actual.TotalSeconds, seconds - 0.07, seconds + 0.07);
}
