using Gateway.Core;
using Gateway.Media.Text.Redaction;

namespace Gateway.Tests.Text.Redaction;

public sealed class FailClosedTests
{
    private static readonly RedactionOptions OneRule = new() { Rules = [new CustomRuleOptions { Name = "words", Pattern = @"(\w+ ){1,400}never" }] };

    [Fact]
    public void When_rules_take_too_long_every_number_is_masked()
    {
        var redactor = new Redactor(OneRule, TimeSpan.FromSeconds(1), new HurryingTime());

        var said = redactor.Redact("One of 12 costs $70, that's twenty one in May.", Participant.Customer, default, new RedactionContext());

        Assert.True(said.Failed);
        Assert.Equal("# of ## costs $##, that's ## in May.", said.Text);
        Assert.All(said.Maskings, masking => Assert.Equal(Masking.Failure, masking.Rule));
    }

    [Fact]
    public void When_a_pattern_takes_too_long_it_is_given_up()
    {
        var redactor = new Redactor(OneRule, TimeSpan.FromMilliseconds(1), TimeProvider.System);

        var said = redactor.Redact(string.Concat(Enumerable.Repeat("word ", 200_000)) + "42", Participant.Customer, default, new RedactionContext());

        Assert.True(said.Failed);
        Assert.EndsWith("##", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void When_anything_throws_every_number_is_masked()
    {
        var redactor = new Redactor(new RedactionOptions());

        // The context is what the caller owes: without one nothing can be decided.
        Assert.Equal("## and ###", redactor.Redact("42 and one hundred", Participant.Customer, default, null!).Text);
    }

    [Theory]
    [InlineData("Four seven one nine", "####")]
    [InlineData("It is twenty-one.", "It is ##.")]
    [InlineData("Two sixes and a nine", "## and a #")]
    [InlineData("Call 0800-555 0199 now", "Call ####-### #### now")]
    [InlineData("\u0663\u0664", "##")]
    [InlineData("The code is for seven one nine", "The code is # ###")]
    [InlineData("A package for twenty dollars", "A package for ## dollars")]
    [InlineData("Nothing to hide.", "Nothing to hide.")]
    [InlineData("", "")]
    public void Every_number_means_every_digit_and_number_word(string said, string masked) => Assert.Equal(masked, EveryNumber.Mask(said).Text);

    /// <summary>Each look at it is two seconds later.</summary>
    private sealed class HurryingTime : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _looks += 2;
    }
}
