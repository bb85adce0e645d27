using System.Net;
using Gateway.Core;

namespace Gateway.Tests.EndToEnd;

/// <summary>Somebody who knows a key's id, which is no secret, and not its secret.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class GuessedSecretTests(RequestRateTests.OncePerSecond gateway) : IClassFixture<RequestRateTests.OncePerSecond>
{
    [Fact]
    public async Task Whoever_knows_only_a_keys_id_cannot_use_up_its_owners_requests()
    {
        var guessed = GatewayFixture.ExporterKey with { Secret = new Secret("guessed") };
        await Patience.UntilAsync(
            async () =>
            {
                // Each time more guesses than a bucket holds, all of them refused, and then the owner.
                var guesses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => gateway.SendAsync(HttpMethod.Get, "/v1/health", guessed)));
                Assert.All(guesses, guess => Assert.Contains(guess.Status, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests }));
                return (await gateway.SendAsync(HttpMethod.Get, "/v1/health", GatewayFixture.ExporterKey)).Status == HttpStatusCode.OK;
            },
            "the owner is let in");
    }
}
