using System.Net;

namespace Gateway.Tests.EndToEnd;

/// <summary>More media streams than the gateway may take.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class MaxStreamsTests(MaxStreamsTests.RoomForTwo gateway) : IClassFixture<MaxStreamsTests.RoomForTwo>
{
    [Fact]
    public async Task Streams_beyond_the_limit_are_refused_with_503_until_another_one_ends()
    {
        await using var first = await TestCall.DialAsync(gateway);
        await using (var second = await TestCall.DialAsync(gateway))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync());
            await second.Stream.StopAsync(Patience.Limit, CancellationToken.None);
        }

        await Patience.UntilAsync(async () => await StatusAsync() == HttpStatusCode.SwitchingProtocols, "there is room again");
    }

    [Fact]
    public async Task Streams_that_have_not_introduced_themselves_count_too()
    {
        var target = $"{Handshake.Path}/{StreamTokens.Issue(GatewayFixture.SigningKey)}";
        using var first = await Handshake.AttemptAsync(gateway, target);
        using var second = await Handshake.AttemptAsync(gateway, target);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync());
        await first.CloseAsync();
        await second.CloseAsync();
        await Patience.UntilAsync(async () => await StatusAsync() == HttpStatusCode.SwitchingProtocols, "there is room again");
    }

    private async Task<HttpStatusCode> StatusAsync()
    {
        using var handshake = await Handshake.AttemptAsync(gateway, $"{Handshake.Path}/{StreamTokens.Issue(GatewayFixture.SigningKey)}");
        if (handshake.Status == HttpStatusCode.SwitchingProtocols)
            await handshake.CloseAsync();
        return handshake.Status;
    }

    public sealed class RoomForTwo : GatewayFixture
    {
        protected override Dictionary<string, string?> Settings => new() { ["Gateway:Calls:MaxStreams"] = "2" };
    }
}
