namespace Gateway.Tests.EndToEnd;

/// <summary>The webhook's secret as a parameter of the URL (api.md 4.2).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class WebhookSecretInQueryTests(WebhookSecretInQueryTests.InQuery gateway) : IClassFixture<WebhookSecretInQueryTests.InQuery>
{
    [Fact]
    public async Task The_secret_joins_the_parameters_that_the_URL_has_and_stays_out_of_headers_and_log()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.StopsAsync();

        // The target lets nothing in whose secret is not right after decoding.
        var transcript = Assert.Single(await call.TranscriptsAsync(1));
        Assert.Equal($"/transcripts?tenant=7&{GatewayFixture.SecretName}={Uri.EscapeDataString(GatewayFixture.WebhookSecret.Reveal())}", transcript.Target);
        Assert.DoesNotContain(GatewayFixture.SecretName, transcript.Headers.Keys);
        Assert.DoesNotContain(GatewayFixture.WebhookSecret.Reveal(), gateway.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(GatewayFixture.WebhookSecret.Reveal()), gateway.Log.Text, StringComparison.Ordinal);
    }

    public sealed class InQuery : GatewayFixture
    {
        protected override string TargetPath => "/transcripts?tenant=7";

        protected override Dictionary<string, string?> Settings => new() { ["Gateway:Webhook:Secret:In"] = "Query" };
    }
}
