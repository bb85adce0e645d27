using Gateway.Core;
using Gateway.Host.Security;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

public sealed class StreamTokenTests
{
    private static readonly Secret Key = new("0123456789abcdef0123456789abcdef");
    private static readonly Secret OtherKey = new("fedcba9876543210fedcba9876543210");

    private readonly ManualTime _time = new();

    [Fact]
    public void A_token_is_good_for_its_lifetime_and_five_seconds_of_skew()
    {
        var tokens = Tokens(Key);
        var token = tokens.Issue("key-1");

        Assert.Null(tokens.Check(token));
        _time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(4));
        Assert.Null(tokens.Check(token));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TokenRefusal.Expired, tokens.Check(token));
    }

    [Fact]
    public void The_longest_name_of_a_conversation_in_any_script_fits_into_a_URL_that_can_be_dialled()
    {
        foreach (var name in new[] { string.Concat(Enumerable.Repeat("\U0001F600", 500)), new string('\u6F22', 1000), new string('"', 1000), new string('a', 1000) })
        {
            var conversation = ConversationId.Parse(name);
            var token = Tokens(Key).IssueDirect(new string('k', 100), conversation);

            Assert.True(token.Length < 7 * 1024, $"{token.Length}");
            Assert.Null(Tokens(Key).CheckDirect(token, out var read));
            Assert.Equal(conversation, read);
        }
    }

    [Fact]
    public void A_token_of_one_way_in_does_not_open_the_other()
    {
        var tokens = Tokens(Key);

        Assert.Equal(TokenRefusal.WrongAudience, tokens.CheckDirect(tokens.Issue("key-1"), out _));
        Assert.Equal(TokenRefusal.WrongAudience, tokens.Check(tokens.IssueDirect("key-1", ConversationId.Parse("c"))));
    }

    [Fact]
    public void After_a_change_of_keys_old_tokens_are_good_while_the_old_key_is_kept()
    {
        var old = Tokens(OtherKey).Issue("key-1");

        Assert.Null(Tokens(Key, previous: OtherKey).Check(old));
        Assert.Equal(TokenRefusal.UnknownKey, Tokens(Key).Check(old));
    }

    [Fact]
    public void A_token_from_the_future_is_not_yet_valid()
    {
        var ahead = new ManualTime();
        ahead.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(TokenRefusal.NotYetValid, Tokens(Key).Check(new StreamToken(Key, null, TimeSpan.FromMinutes(5), ahead).Issue("key-1")));
    }

    [Theory]
    [InlineData(null, nameof(TokenRefusal.Missing))]
    [InlineData("", nameof(TokenRefusal.Missing))]
    [InlineData("abc", nameof(TokenRefusal.Malformed))]
    [InlineData("a.b.c", nameof(TokenRefusal.Malformed))]
    [InlineData("..", nameof(TokenRefusal.Malformed))]
    [InlineData("e30.e30.e30", nameof(TokenRefusal.Malformed))]
    [InlineData("bnVsbA.bnVsbA.", nameof(TokenRefusal.Malformed))]
    public void What_is_no_token_is_refused(string? token, string refusal) => Assert.Equal(refusal, Tokens(Key).Check(token).ToString());

    [Fact]
    public void Every_changed_character_makes_a_token_worthless()
    {
        var tokens = Tokens(Key);
        var token = tokens.Issue("key-1");
        // The last character carries two bits that do not count; base64url readers may ignore them.
        for (var i = 0; i < token.Length - 1; i++)
            Assert.NotNull(tokens.Check(token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]));
    }

    [Fact]
    public void A_token_of_any_length_is_refused_without_being_looked_at() => Assert.Equal(TokenRefusal.Malformed, Tokens(Key).Check(new string('a', 10_000_000)));

    private StreamToken Tokens(Secret key, Secret? previous = null) => new(key, previous, TimeSpan.FromMinutes(5), _time);
}
