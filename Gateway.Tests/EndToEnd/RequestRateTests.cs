using System.Net;

namespace Gateway.Tests.EndToEnd;

/// <summary>A key that is used too often (api.md 1.4).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class RequestRateTests(RequestRateTests.OncePerSecond gateway) : IClassFixture<RequestRateTests.OncePerSecond>
{
    [Fact]
    public async Task Requests_beyond_the_rate_answer_429_and_those_of_other_keys_do_not()
    {
        var burst = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => gateway.SendAsync(HttpMethod.Get, "/v1/health")));
        var other = await gateway.SendAsync(HttpMethod.Get, "/v1/health", GatewayFixture.ExporterKey);

        var refused = burst.Where(answer => answer.Status != HttpStatusCode.OK).ToList();
        // One token is there, and more may have come in while the burst was under way.
        Assert.InRange(refused.Count, 1, 9);
        Assert.All(refused, answer => Assert.Equal("429-01", answer.Code));
        Assert.Equal(HttpStatusCode.OK, other.Status);

        // A client that comes back later is let in again.
        await Patience.UntilAsync(async () => (await gateway.SendAsync(HttpMethod.Get, "/v1/health")).Status == HttpStatusCode.OK, "a request is let in again");
    }

    public sealed class OncePerSecond : GatewayFixture
    {
        protected override Dictionary<string, string?> Settings => new() { ["Gateway:ApiRequestsPerSecond"] = "1" };
    }
}
