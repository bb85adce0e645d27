namespace Gateway.Tests.Text.Redaction;

public sealed class CardPropertyTests
{
    private static readonly string[] Questions =
        ["What's your card number?", "Can I have the card number please?", "And the number of your credit card?", "Please read me the number on the front of your card.", "I need your debit card number."];

    private static readonly string[] Encouragements = ["Okay.", "Go on.", "Mhm.", "Yes.", "Got it.", "Alright, go ahead.", "And then?"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_digit_of_a_card_survives_that_was_asked_for(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var talk = new Talk();
            talk.Agent(Questions[random.Next(Questions.Length)]);
            var story = new List<string>();
            var groups = new Queue<string>(CardNumbers.Groups(CardNumbers.Next(random), random));
            while (groups.Count > 0)
            {
                var text = Breath(groups, 1 + random.Next(4), random);
                story.Add($"{text} -> {talk.Customer(text)}");
                Assert.False(CardNumbers.CanBeRead(story[^1].Split(" -> ")[1]), string.Join('\n', story));
                if (random.Next(2) == 0)
                    talk.Agent(Encouragements[random.Next(Encouragements.Length)]);
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void No_digit_of_a_card_survives_that_is_said_in_one_breath(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var text = Breath(new Queue<string>(CardNumbers.Groups(CardNumbers.Next(random), random)), int.MaxValue, random);
            var masked = Talk.Alone(text);

            Assert.False(CardNumbers.CanBeRead(masked), $"{text} -> {masked}");
        }
    }

    [Fact]
    public void Every_generated_number_is_a_card_number()
    {
        var random = new Random(7);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(CardNumbers.IsValid(CardNumbers.Next(random))));
    }

    /// <summary>Some groups in one sentence: as digits, as words, or as words that the formatter has written.</summary>
    private static string Breath(Queue<string> groups, int most, Random random)
    {
        var asFormatted = random.Next(2) == 0;
        var parts = new List<string>();
        for (var i = 0; i < most && groups.Count > 0; i++)
        {
            if (i > 0 && CardNumbers.Hesitation(random) is { Length: > 0 } hesitation)
                parts.Add(hesitation);
            var group = groups.Dequeue();
            parts.Add(!asFormatted && random.Next(2) == 0 ? group : CardNumbers.Speak(group, random));
        }

        var text = string.Join(' ', parts);
        return asFormatted ? Talk.Written(text) : text;
    }
}
