using Gateway.Core;
using Gateway.Media.Text.Redaction;

namespace Gateway.Tests.Text.Redaction;

public sealed class RedactionContextTests
{
    [Theory]
    [InlineData(27, "####")]
    [InlineData(27.001, "4711")]
    public void A_question_counts_for_thirty_seconds(double pause, string answer)
    {
        var talk = new Talk();
        talk.Agent("What's your PIN?");

        Assert.Equal(answer, talk.After(pause).Customer("4711"));
    }

    [Fact]
    public void The_window_can_be_longer()
    {
        var talk = new Talk(new RedactionOptions { ContextWindow = TimeSpan.FromSeconds(60) });
        talk.Agent("What's your PIN?");

        Assert.Equal("####", talk.After(57).Customer("4711"));
    }

    [Fact]
    public void Digits_of_a_card_keep_the_question_open()
    {
        var talk = new Talk();
        talk.Agent("What's your card number?");

        Assert.Equal(["####", "####", "####", "####"], Enumerable.Range(0, 4).Select(_ => talk.After(20).Customer("4111")));
    }

    [Fact]
    public void It_does_not_matter_who_asks_and_who_says_it()
    {
        foreach (var (asks, says) in from asks in Enum.GetValues<Participant>() from says in Enum.GetValues<Participant>() select (asks, says))
        {
            var talk = new Talk();
            talk.Say(asks, "The card number, please.");

            Assert.Equal("4111".Length, talk.Say(says, "4111").Text.Count(character => character == '#'));
        }
    }

    [Fact]
    public void A_question_that_is_heard_late_counts_for_what_was_said_at_the_same_time()
    {
        var talk = new Talk();
        var now = talk.Time.GetUtcNow();
        talk.Redactor.Redact("What's your PIN?", Participant.Agent, now + TimeSpan.FromSeconds(2), talk.Context);

        Assert.Equal("####", talk.Redactor.Redact("4711", Participant.Customer, now, talk.Context).Text);
        Assert.Equal("8642", talk.Redactor.Redact("8642", Participant.Agent, now - TimeSpan.FromSeconds(4), talk.Context).Text);
    }

    [Fact]
    public void Calls_do_not_know_of_each_other()
    {
        var redactor = new Redactor(new RedactionOptions());
        var now = new Talk().Time.GetUtcNow();
        redactor.Redact("What's your PIN?", Participant.Agent, now, new RedactionContext());

        Assert.Equal("4711", redactor.Redact("4711", Participant.Customer, now, new RedactionContext()).Text);
    }

    [Fact]
    public async Task Both_speakers_may_be_redacted_at_the_same_time()
    {
        var redactor = new Redactor(new RedactionOptions());
        var context = new RedactionContext();
        var now = new Talk().Time.GetUtcNow();
        redactor.Redact("What's your card number?", Participant.Agent, now, context);

        var said = await Task.WhenAll(Enum.GetValues<Participant>().Select(role => Task.Run(() =>
            Enumerable.Range(0, 2000).Select(i => redactor.Redact("It's 4111 uh 1111", role, now + TimeSpan.FromMilliseconds(i), context).Text).ToList())));

        Assert.All(said.SelectMany(texts => texts), text => Assert.Equal("It's #### uh ####", text));
    }
}
