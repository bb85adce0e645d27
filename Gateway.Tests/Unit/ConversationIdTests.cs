using Gateway.Core;

namespace Gateway.Tests.Unit;

public sealed class ConversationIdTests
{
    [Theory]
    [InlineData("CA5b040e075515c424391012acc5a870cf")]
    [InlineData("recording 4711 / \"quoted\" & <tagged>")]
    [InlineData("\u6F22\u5B57 \u0627\u0644\u0639")]
    [InlineData("\U0001F469\u200D\U0001F4BB")]
    [InlineData("a")]
    public void Any_text_that_people_can_read_names_a_conversation(string text) => Assert.Equal(text, ConversationId.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u00A0\u3000")]
    [InlineData("a\nb")]
    [InlineData("a\u0000")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("abc\u202Etxt.exe")]
    [InlineData("\uFEFFa")]
    public void What_a_log_would_obey_or_nobody_can_see_does_not(string? text) => Assert.False(ConversationId.TryParse(text, out _));

    [Fact]
    public void Half_a_surrogate_pair_does_not()
    {
        // Attributes cannot hold it.
        Assert.False(ConversationId.TryParse("a\uD800", out _));
        Assert.False(ConversationId.TryParse("\uDC00a", out _));
        Assert.False(ConversationId.TryParse("\uD800\uD800", out _));
    }

    [Fact]
    public void It_is_at_most_1_000_characters_long()
    {
        Assert.True(ConversationId.TryParse(new string('a', 1000), out _));
        Assert.False(ConversationId.TryParse(new string('a', 1001), out _));
    }
}
