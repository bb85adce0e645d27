using System.Net;
using System.Net.WebSockets;

namespace Gateway.Tests.EndToEnd;

/// <summary>The token as a custom parameter of the TwiML, where that is configured (INF-09).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class TokenInCustomParameterTests(TokenInCustomParameterTests.Configured gateway) : IClassFixture<TokenInCustomParameterTests.Configured>
{
    [Fact]
    public async Task A_right_token_lets_the_stream_in()
    {
        const string Call = "CA00000000000000000000000000000a01";
        using var twilio = await ConnectAsync();
        await twilio.IntroduceAsync(Call, $"\"token\":\"{StreamTokens.Issue(GatewayFixture.SigningKey)}\"");
        await gateway.Log.WaitForAsync(Call, "opened");
        await twilio.CloseAsync();
    }

    [Theory]
    [InlineData("CA00000000000000000000000000000b01", "")]
    [InlineData("CA00000000000000000000000000000b02", "\"token\":\"garbage\"")]
    [InlineData("CA00000000000000000000000000000b03", "\"token\":\"\"")]
    [InlineData("CA00000000000000000000000000000b04", "\"Token\":\"a.b.c\"")]
    public async Task A_wrong_token_closes_the_stream_with_1008(string call, string parameters)
    {
        using var twilio = await ConnectAsync();
        await twilio.IntroduceAsync(call, parameters);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await twilio.ClosedAsync());
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains(call, StringComparison.Ordinal) && line.Contains("opened", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_expired_token_closes_the_stream_with_1008()
    {
        var token = StreamTokens.Issue(GatewayFixture.SigningKey, ago: TimeSpan.FromMinutes(6));
        using var twilio = await ConnectAsync();
        await twilio.IntroduceAsync("CA00000000000000000000000000000b05", $"\"token\":\"{token}\"");
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await twilio.ClosedAsync());
        Assert.DoesNotContain(token.Split('.')[2], gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_in_the_path_is_refused_before_the_upgrade_all_the_same()
    {
        using var twilio = await Handshake.AttemptAsync(gateway, Handshake.Path + "/garbage");
        Assert.Equal(HttpStatusCode.Unauthorized, twilio.Status);
    }

    private async Task<Handshake> ConnectAsync()
    {
        var twilio = await Handshake.AttemptAsync(gateway, Handshake.Path);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, twilio.Status);
        return twilio;
    }

    public sealed class Configured : GatewayFixture
    {
        protected override Dictionary<string, string?> Settings => new() { ["Gateway:StreamUrl:AcceptTokenInCustomParameters"] = "true" };
    }
}
