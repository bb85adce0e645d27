using System.Net.WebSockets;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// Sockets on which nothing comes any more, not even an end: what is left when a tunnel or a firewall forgets a connection (INF-12).
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class SilentSocketTests(SilentSocketTests.Impatient gateway) : IClassFixture<SilentSocketTests.Impatient>
{
    [Fact]
    public async Task A_stream_that_falls_silent_is_given_up_and_its_last_words_are_delivered()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.WithoutPause(Spoken.WatchesMovies));

        await gateway.Log.WaitForAsync(call.Stream.StreamSid.ToString(), "ended (Idle)");

        Spoken.Matches(Spoken.WatchesMovies, Assert.Single(await call.TranscriptsAsync(1)).Message.Text);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, (await call.Ended).Code);
        Assert.Equal("400-203", (await call.AsksToStartAsync()).Error!.Error.Code);
    }

    [Fact]
    public async Task A_socket_that_never_introduces_itself_is_closed()
    {
        using var mute = await Handshake.AttemptAsync(gateway, $"{Handshake.Path}/{StreamTokens.Issue(GatewayFixture.SigningKey)}");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await mute.ClosedAsync());
    }

    public sealed class Impatient : GatewayFixture
    {
        protected override Dictionary<string, string?> Settings => new() { ["Gateway:Calls:MediaIdle"] = "00:00:05" };
    }
}
