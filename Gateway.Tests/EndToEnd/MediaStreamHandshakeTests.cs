using System.Net;
using Gateway.Core;

namespace Gateway.Tests.EndToEnd;

/// <summary>Who may open a media stream (api.md 2.2).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class MediaStreamHandshakeTests(MediaStreamHandshakeTests.WithPreviousKey gateway) : IClassFixture<MediaStreamHandshakeTests.WithPreviousKey>
{
    private static readonly Secret PreviousKey = new("the key that signed stream URLs until yesterday");

    [Fact]
    public async Task A_token_in_the_path_opens_the_stream_any_number_of_times()
    {
        var token = Token();
        foreach (var target in new[] { $"{Handshake.Path}/{token}", $"{Handshake.Path}/{token}", $"{Handshake.Path}/{token}/" })
            Assert.Equal(HttpStatusCode.SwitchingProtocols, await StatusAsync(target));
    }

    [Fact]
    public async Task A_token_in_the_query_opens_the_stream_too() =>
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await StatusAsync($"{Handshake.Path}?token={Token()}"));

    [Fact]
    public async Task The_token_in_the_path_counts_more_than_the_one_in_the_query() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"{Handshake.Path}/garbage?token={Token()}"));

    [Fact]
    public async Task A_token_signed_with_the_previous_key_opens_the_stream() =>
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await StatusAsync($"{Handshake.Path}/{Token(PreviousKey)}"));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/garbage")]
    [InlineData("/a.b.c")]
    [InlineData("/eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("?token=")]
    [InlineData("?token=garbage")]
    [InlineData("?token=a&token=b")]
    public async Task Without_a_token_of_ours_the_upgrade_is_refused_with_401(string rest)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(Handshake.Path + rest));
        await gateway.Log.WaitForAsync("4101", "was refused with 401");
    }

    [Fact]
    public async Task An_expired_token_is_refused_with_401() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"{Handshake.Path}/{Token(ago: TimeSpan.FromMinutes(5.2))}"));

    [Fact]
    public async Task A_token_lives_for_five_minutes() =>
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await StatusAsync($"{Handshake.Path}/{Token(ago: TimeSpan.FromMinutes(4.2))}"));

    [Fact]
    public async Task A_token_signed_with_a_foreign_key_is_refused_with_401() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"{Handshake.Path}/{Token(new Secret("a key that is nobody's, of some length"))}"));

    [Fact]
    public async Task A_token_that_was_tampered_with_is_refused_with_401()
    {
        var (mine, other) = (Token().Split('.'), Token(ago: TimeSpan.FromMinutes(1)).Split('.'));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"{Handshake.Path}/{mine[0]}.{other[1]}.{mine[2]}"));
    }

    [Fact]
    public async Task A_token_in_a_custom_parameter_does_not_count_unless_that_is_configured() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(Handshake.Path));

    [Fact]
    public async Task A_request_that_is_no_upgrade_answers_400() =>
        Assert.Equal("400-01", (await gateway.SendAsync(HttpMethod.Get, $"{Handshake.Path}/{Token()}")).Code);

    [Fact]
    public async Task Tokens_never_appear_in_the_log()
    {
        var (good, expired, foreign) = (Token(), Token(ago: TimeSpan.FromHours(1)), Token(new Secret("a key that is nobody's, of some length")));
        foreach (var target in new[] { "/" + good, "?token=" + good, "/" + expired, "/" + foreign, "?token=" + expired, $"/{good}/beyond" })
            await StatusAsync(Handshake.Path + target);
        // Neither from the request that made it.
        var issued = (await gateway.Client.GetStreamUrlAsync(CancellationToken.None)).Body!.StreamingUrl.Split('/')[^1];
        await using (var call = await TestCall.DialAsync(gateway))
            await call.Stream.StopAsync(Patience.Limit, CancellationToken.None);

        // The signature is what makes a token one.
        foreach (var token in new[] { good, expired, foreign, issued })
            Assert.DoesNotContain(token.Split('.')[2], gateway.Log.Text, StringComparison.Ordinal);
        // And the log was there to be read.
        Assert.Contains("was refused with 401", gateway.Log.Text, StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> StatusAsync(string target)
    {
        using var handshake = await Handshake.AttemptAsync(gateway, target);
        if (handshake.Status == HttpStatusCode.SwitchingProtocols)
            await handshake.CloseAsync();
        return handshake.Status;
    }

    private static string Token(Secret? key = null, TimeSpan ago = default) => StreamTokens.Issue(key ?? GatewayFixture.SigningKey, ago);

    public sealed class WithPreviousKey : GatewayFixture
    {
        protected override Dictionary<string, string?> Settings => new() { ["Gateway:StreamUrl:PreviousSigningKey"] = PreviousKey.Reveal() };
    }
}
