using System.Net;

namespace Gateway.Tests.EndToEnd;

/// <summary>What the audit log says of a key that is used too often.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class AuditedRateTests(RequestRateTests.OncePerSecond gateway) : IClassFixture<RequestRateTests.OncePerSecond>
{
    [Fact]
    public async Task Each_request_of_a_key_is_written_down_those_beyond_its_rate_included()
    {
        var burst = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => gateway.SendAsync(HttpMethod.Get, "/mg-autotranscribe/v1/twilio-media-stream-url")));

        Assert.Contains(burst, answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.Equal(
            burst.Select(answer => (GatewayFixture.Key.Id, answer.Headers["X-Request-Id"], (int)answer.Status)).Order(),
            gateway.Audit.Select(entry => (entry.Who!, entry.RequestId!, entry.Status)).Order());
        Assert.All(gateway.Audit.Where(entry => entry.Status == 429), entry => Assert.Equal("429-01", entry.Code));
    }
}
