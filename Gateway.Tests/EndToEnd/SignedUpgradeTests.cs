using System.Net;
using Gateway.Core;
using Gateway.Simulator.Twilio;

namespace Gateway.Tests.EndToEnd;

/// <summary>The signature that Twilio puts on its upgrades, as it reaches a gateway that asks for it.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class SignedUpgradeTests(SignedUpgradeTests.Validating gateway) : IClassFixture<SignedUpgradeTests.Validating>
{
    private const string PublicOrigin = "wss://gateway.example.test:8443";
    private static readonly Secret AuthToken = new("0123456789abcdef0123456789abcdef");

    [Theory]
    [InlineData(PublicOrigin, "")]
    [InlineData(PublicOrigin, "/")]
    [InlineData("wss://gateway.example.test", "")]
    [InlineData("wss://gateway.example.test", "/")]
    [InlineData("wss://gateway.example.test:443", "")]
    public async Task A_right_signature_lets_the_stream_in_however_Twilio_writes_the_URL(string origin, string end)
    {
        var target = Target();
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await StatusAsync(target, Sign(origin + target + end)));
    }

    [Fact]
    public async Task The_stream_URL_names_the_public_origin() =>
        Assert.StartsWith(PublicOrigin + Handshake.Path + "/", (await gateway.Client.GetStreamUrlAsync(CancellationToken.None)).Body!.StreamingUrl, StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_signature_is_refused_with_403() => Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(Target(), signature: null));

    [Theory]
    [InlineData("https://gateway.example.test:8443")]
    [InlineData("wss://elsewhere.example.test:8443")]
    public async Task A_signature_of_another_URL_is_refused_with_403(string origin)
    {
        var target = Target();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(target, Sign(origin + target)));
    }

    [Fact]
    public async Task A_signature_of_another_token_is_refused_with_403() => Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(Target(), Sign(PublicOrigin + Target())));

    [Fact]
    public async Task A_signature_made_with_another_key_is_refused_with_403()
    {
        var target = Target();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(target, TwilioSignature.OfUpgrade(new Secret("an API key's secret"), PublicOrigin + target)));
    }

    [Fact]
    public async Task A_signature_does_not_make_up_for_a_wrong_token() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(Handshake.Path + "/garbage", Sign(PublicOrigin + Handshake.Path + "/garbage")));

    [Fact]
    public async Task A_refusal_tells_the_log_what_to_check_and_no_secret()
    {
        var target = Target();
        await StatusAsync(target, signature: null);
        await gateway.Log.WaitForAsync("refused with 403", PublicOrigin, "Gateway:PublicUrl");
        Assert.DoesNotContain(AuthToken.Reveal(), gateway.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(target.Split('.')[2], gateway.Log.Text, StringComparison.Ordinal);
    }

    private static string Target() => $"{Handshake.Path}/{StreamTokens.Issue(GatewayFixture.SigningKey)}";

    private static string Sign(string url) => TwilioSignature.OfUpgrade(AuthToken, url);

    private async Task<HttpStatusCode> StatusAsync(string target, string? signature)
    {
        using var handshake = await Handshake.AttemptAsync(gateway, target, signature);
        if (handshake.Status == HttpStatusCode.SwitchingProtocols)
            await handshake.CloseAsync();
        return handshake.Status;
    }

    public sealed class Validating : GatewayFixture
    {
        protected override Dictionary<string, string?> Settings => new()
        {
            ["Gateway:PublicUrl"] = PublicOrigin.Replace("wss:", "https:", StringComparison.Ordinal),
            ["Gateway:Twilio:AuthToken"] = AuthToken.Reveal(),
            ["Gateway:Twilio:ValidateSignature"] = "true",
        };
    }
}
