using Gateway.Simulator.Webhook;
using Gateway.Tests.Delivery;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// From a simulated call to a target that demands all at once: its own CA, a client certificate, a secret, and a token of a real
/// authorization server.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class WholeChainTests(WholeChainTests.Guarded gateway) : IClassFixture<WholeChainTests.Guarded>
{
    [Fact]
    public async Task What_is_said_in_a_call_reaches_a_target_behind_every_guard()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.StopsAsync();

        var transcripts = await gateway.Target.Receiver.Of(call.Sid).WaitForAsync(1, Patience.Limit, CancellationToken.None);
        var transcript = Assert.Single(transcripts);
        Spoken.Matches(Spoken.TakesTheOffer, transcript.Message.Text);
        Assert.Equal("CN=gateway", transcript.Headers[RealTarget.ClientHeader]);
        Assert.Equal(RealTarget.SecretValue, transcript.Headers[RealTarget.SecretName]);
        Assert.StartsWith("Bearer ", transcript.Headers["Authorization"], StringComparison.Ordinal);
        await Patience.UntilAsync(() => gateway.Losses.Read() is { Accepted: 1, Delivered: 1 }, "it is on the accounts");
        MustNotTell(transcript);
    }

    private void MustNotTell(ReceivedTranscript transcript)
    {
        LogSecrecy.MustNotTell(gateway.Log, transcript.Message.Text);
        foreach (var secret in new[] { RealTarget.SecretValue, TokenServer.ClientSecret, transcript.Headers["Authorization"]["Bearer ".Length..] })
            Assert.DoesNotContain(secret, gateway.Log.Text, StringComparison.Ordinal);
    }

    public sealed class Guarded : GatewayFixture, IAsyncLifetime
    {
        internal RealTarget Target { get; } = new();

        protected override Dictionary<string, string?> Settings
        {
            get
            {
                var client = Target.Clients.IssueClient("gateway");
                var token = Target.OAuth2(default);
                return new()
                {
                    ["Gateway:Webhook:Url"] = new Uri(Target[Door.Everything], "/transcripts").ToString(),
                    ["Gateway:Webhook:Tls:CaFile"] = Target.Servers.File,
                    ["Gateway:Webhook:Tls:ClientCertificateFile"] = client.Certificate,
                    ["Gateway:Webhook:Tls:ClientKeyFile"] = client.Key,
                    ["Gateway:Webhook:Secret:Name"] = RealTarget.SecretName,
                    ["Gateway:Webhook:Secret:Value"] = RealTarget.SecretValue,
                    ["Gateway:Webhook:OAuth2:TokenUrl"] = token.TokenUrl!.ToString(),
                    ["Gateway:Webhook:OAuth2:ClientId"] = token.ClientId,
                    ["Gateway:Webhook:OAuth2:ClientSecret"] = TokenServer.ClientSecret,
                    ["Gateway:Webhook:OAuth2:Scope"] = token.Scope,
                    ["Gateway:Webhook:OAuth2:Audience"] = token.Audience,
                    ["Gateway:Webhook:OAuth2:Tls:CaFile"] = token.Tls.CaFile,
                };
            }
        }

        async Task IAsyncLifetime.InitializeAsync()
        {
            await Target.InitializeAsync();
            await InitializeAsync();
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await DisposeAsync();
            await Target.DisposeAsync();
        }
    }
}
