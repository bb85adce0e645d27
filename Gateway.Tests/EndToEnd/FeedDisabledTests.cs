namespace Gateway.Tests.EndToEnd;

/// <summary>Feeds are off until somebody wants them (api.md 6.1).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class FeedDisabledTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task A_feed_that_is_not_enabled_is_not_listed_and_not_found()
    {
        var feeds = await gateway.SendAsync(HttpMethod.Post, "/fileexporter/v1/static/listfeeds", GatewayFixture.ExporterKey);
        Assert.Equal("""{"feeds":[]}""", feeds.Body);

        foreach (var operation in new[] { "listfeedversions", "listfeedformats", "listfeeddates", "listfeedintervals", "listfeedfiles", "getfeedfile" })
        {
            var body = """{"feed":"utterances","version":"1","format":"jsonl","date":"2022-06-27","fileName":"utterances_20220627_09.jsonl"}""";
            Assert.Equal("404-01", (await gateway.SendAsync(HttpMethod.Post, "/fileexporter/v1/static/" + operation, GatewayFixture.ExporterKey, body)).Code);
        }

        Assert.False(Directory.Exists(Path.Combine(gateway.StateDirectory, "export")));
    }
}
