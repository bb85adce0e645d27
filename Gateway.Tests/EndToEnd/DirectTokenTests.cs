using System.Net;
using System.Net.WebSockets;
using System.Web;

namespace Gateway.Tests.EndToEnd;

/// <summary>Who gets the URL of a direct WebSocket, and who may open it (api.md 7.1, 7.2).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DirectTokenTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>
{
    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("{\"externalId\":\"BL2341334\"}")]
    [InlineData("{\"externalId\":\"BL2341334\",}")]
    [InlineData("{\"externalId\":\"Ünïcode & more/€?=#\",\"other\":[1]} // by hand")]
    public async Task A_URL_comes_with_and_without_an_external_id_and_opens_a_stream(string? body)
    {
        var answer = await gateway.SendAsync(HttpMethod.Post, DirectSocket.UrlPath, body);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal(["streamingUrl"], answer.Json.EnumerateObject().Select(member => member.Name));
        var url = new Uri(answer.Json.GetProperty("streamingUrl").GetString()!);
        Assert.Equal(("wss", gateway.Origin.Authority), (url.Scheme, url.Authority));
        Assert.NotEmpty(Token(url));

        using var client = await DirectSocket.DialAsync(gateway, url);
        await client.StartAsync("customer");
        (await client.FinishAsync()).MustAddUp(0);
    }

    [Fact]
    public async Task A_trailing_slash_does_not_matter() =>
        Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(HttpMethod.Post, DirectSocket.UrlPath + "/", "{}")).Status);

    [Theory]
    [InlineData("[]", "400-01")]
    [InlineData("null", "400-01")]
    [InlineData("BL2341334", "400-01")]
    [InlineData("{\"externalId\":\"BL2341334\"", "400-01")]
    [InlineData("{\"externalId\":2341334}", "400-03")]
    [InlineData("{\"externalId\":{\"id\":\"BL2341334\"}}", "400-03")]
    [InlineData("{\"externalId\":\"\\ud800\"}", "400-03")]
    public async Task A_body_that_makes_no_sense_is_refused(string body, string code) =>
        Assert.Equal(code, (await gateway.SendAsync(HttpMethod.Post, DirectSocket.UrlPath, body)).Code);

    [Fact]
    public async Task Without_a_key_or_with_a_wrong_one_it_is_401()
    {
        var (stranger, guess) = (GatewayFixture.Key with { Id = "stranger" }, GatewayFixture.Key with { Secret = GatewayFixture.ExporterKey.Secret });
        Assert.Equal("401-01", (await gateway.SendAsync(HttpMethod.Post, DirectSocket.UrlPath, key: null, "{}")).Code);
        Assert.Equal("401-01", (await gateway.SendAsync(HttpMethod.Post, DirectSocket.UrlPath, stranger, "{}")).Code);
        Assert.Equal("401-01", (await gateway.SendAsync(HttpMethod.Post, DirectSocket.UrlPath, guess, "{}")).Code);
    }

    [Fact]
    public async Task With_a_key_for_another_product_it_is_403() =>
        Assert.Equal("403-01", (await gateway.SendAsync(HttpMethod.Post, DirectSocket.UrlPath, GatewayFixture.ExporterKey, "{}")).Code);

    [Fact]
    public async Task With_a_wrong_method_it_is_405()
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, DirectSocket.UrlPath);
        Assert.Equal("405-01", answer.Code);
        Assert.Equal("POST", answer.Headers["Allow"]);
    }

    [Fact]
    public async Task A_URL_opens_any_number_of_connections_at_once()
    {
        var url = await DirectSocket.UrlAsync(gateway, "shared");
        using var first = await DirectSocket.DialAsync(gateway, url);
        using var second = await DirectSocket.DialAsync(gateway, url);
        using var third = await DirectSocket.DialAsync(gateway, url);
        var started = new[] { await first.StartAsync("customer"), await second.StartAsync("agent"), await third.StartAsync("customer") };
        Assert.Equal(3, started.Select(start => start.GetProperty("streamId").GetString()).Distinct().Count());
        foreach (var client in new[] { third, first, second })
            Assert.Equal("1000", (await client.FinishAsync()).Code);
        using var fourth = await DirectSocket.DialAsync(gateway, url);
        await fourth.StartAsync("agent");
    }

    [Fact]
    public async Task A_token_that_is_missing_or_garbage_closes_with_1008()
    {
        var url = await DirectSocket.UrlAsync(gateway);
        var parts = Token(url).Split('.');
        await MustBeClosedAsync(new UriBuilder(url) { Query = "" }.Uri);
        foreach (var token in new[] { "", "garbage", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", parts[0], $"{parts[0]}.{parts[1]}.", new string('x', 5000) })
            await MustBeClosedAsync(With(url, token));
    }

    [Fact]
    public async Task A_token_of_another_conversation_cannot_be_grafted_on()
    {
        var url = await DirectSocket.UrlAsync(gateway, "mine");
        var (mine, other) = (Token(url).Split('.'), Token(await DirectSocket.UrlAsync(gateway, "another")).Split('.'));
        await MustBeClosedAsync(With(url, $"{mine[0]}.{other[1]}.{mine[2]}"));
    }

    [Fact]
    public async Task A_token_of_another_gateway_closes_with_1008()
    {
        await using var other = new Elsewhere();
        await other.InitializeAsync();
        await MustBeClosedAsync(With(await DirectSocket.UrlAsync(gateway), Token(await DirectSocket.UrlAsync(other))));
    }

    [Fact]
    public async Task A_token_for_Twilio_closes_with_1008()
    {
        var issued = (await gateway.Client.GetStreamUrlAsync(CancellationToken.None)).Body!.StreamingUrl.Split('/')[^1];
        await MustBeClosedAsync(With(await DirectSocket.UrlAsync(gateway), issued));
    }

    [Fact]
    public async Task A_token_for_the_direct_socket_opens_no_stream_of_Twilio()
    {
        var token = Token(await DirectSocket.UrlAsync(gateway));
        foreach (var target in new[] { $"{Handshake.Path}/{token}", $"{Handshake.Path}?token={token}" })
        {
            using var handshake = await Handshake.AttemptAsync(gateway, target);
            Assert.Equal(HttpStatusCode.Unauthorized, handshake.Status);
        }
    }

    [Fact]
    public async Task A_token_lives_for_five_minutes_and_is_checked_only_when_it_is_used()
    {
        await using var own = new Clocked();
        await own.InitializeAsync();
        var url = await DirectSocket.UrlAsync(own);
        using var early = await DirectSocket.DialAsync(own, url);
        own.Time.Shift = TimeSpan.FromMinutes(4.8);
        using var late = await DirectSocket.DialAsync(own, url);
        await late.StartAsync("customer");
        own.Time.Shift = TimeSpan.FromMinutes(5.2);
        await MustBeClosedAsync(own, url);
        Assert.Equal("1000", (await late.FinishAsync()).Code);
        await early.StartAsync("customer");
        Assert.Equal("1000", (await early.FinishAsync()).Code);
    }

    [Fact]
    public async Task A_request_that_is_no_upgrade_answers_400()
    {
        var url = await DirectSocket.UrlAsync(gateway);
        Assert.Equal("400-01", (await gateway.SendAsync(HttpMethod.Get, url.PathAndQuery, key: null)).Code);
    }

    [Fact]
    public async Task Tokens_never_appear_in_the_log()
    {
        var url = await DirectSocket.UrlAsync(gateway);
        using (var client = await DirectSocket.DialAsync(gateway, url))
        {
            await client.StartAsync("customer");
            await client.FinishAsync();
        }

        await MustBeClosedAsync(With(url, "x" + Token(url)));
        Assert.DoesNotContain(Token(url).Split('.')[^1], gateway.Log.Text, StringComparison.Ordinal);
    }

    private Task MustBeClosedAsync(Uri url) => MustBeClosedAsync(gateway, url);

    /// <summary>The upgrade is completed; then the gateway closes with 1008, says why, and nothing else.</summary>
    private static async Task MustBeClosedAsync(GatewayFixture gateway, Uri url)
    {
        using var client = await DirectSocket.DialAsync(gateway, url);
        var message = await client.ReceiveAsync();
        Assert.True(message.Close == WebSocketCloseStatus.PolicyViolation, $"expected close 1008, came {message}");
        Assert.False(string.IsNullOrEmpty(message.Reason));
        await client.CloseAsync();
    }

    private static string Token(Uri url) => HttpUtility.ParseQueryString(url.Query)["token"]!;

    private static Uri With(Uri url, string token) => new UriBuilder(url) { Query = "token=" + token }.Uri;

    private sealed class Elsewhere : GatewayFixture, IAsyncDisposable
    {
        protected override Dictionary<string, string?> Settings => new() { ["Gateway:StreamUrl:SigningKey"] = "the key of another gateway, of some length" };

        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
    }

    private sealed class Clocked : GatewayFixture, IAsyncDisposable
    {
        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
    }
}
