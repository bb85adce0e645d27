using System.Net.WebSockets;
using Gateway.Core;
using Gateway.Simulator.Webhook;

namespace Gateway.Tests.EndToEnd;

/// <summary>An operator ends the gateway while people talk.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ShutdownTests : IAsyncLifetime
{
    private readonly GatewayFixture _gateway = new();

    public Task InitializeAsync() => _gateway.InitializeAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task The_last_words_are_delivered_before_the_gateway_ends()
    {
        await using var call = await TestCall.DialAsync(_gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.WithoutPause(Spoken.WatchesMovies));

        await _gateway.StopGatewayAsync().WaitAsync(Patience.Limit);

        // Not a moment later: when the process has ended there is nobody left to deliver them.
        var transcript = Assert.Single(_gateway.Receiver.Of(call.Sid).Snapshot());
        Spoken.Matches(Spoken.WatchesMovies, transcript.Message.Text);
        Assert.Empty(_gateway.Losses.Read().Latest);
    }

    [Fact]
    public async Task Streams_are_closed_with_1001_and_nothing_is_sent_before_that()
    {
        await using var talking = await TestCall.DialAsync(_gateway);
        await using var idle = await TestCall.DialAsync(_gateway);
        using var mute = await Handshake.AttemptAsync(_gateway, $"{Handshake.Path}/{StreamTokens.Issue(GatewayFixture.SigningKey)}");
        await talking.StartsAsync();
        await talking.HearsAsync(Spoken.WithoutPause(Spoken.WatchesMovies));

        var stopping = _gateway.StopGatewayAsync();

        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, 0), ((await talking.Ended).Code, (await talking.Ended).Messages));
        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, 0), ((await idle.Ended).Code, (await idle.Ended).Messages));
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await mute.ClosedAsync());
        await stopping.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task What_waits_for_a_slow_target_is_delivered_before_the_gateway_ends()
    {
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.Receiver.Answer = new WebhookAnswer { Gate = slow.Task };
        await using var call = await TestCall.DialAsync(_gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.HearsAsync(Spoken.LooksUp);
        await call.TranscriptsAsync(1);

        var stopping = _gateway.StopGatewayAsync();
        await call.Ended;
        _gateway.Receiver.Answer = WebhookAnswer.Ok;
        slow.SetResult();
        await stopping.WaitAsync(Patience.Limit);

        Assert.Equal(2, _gateway.Receiver.Of(call.Sid).Snapshot().Count);
        Assert.Empty(_gateway.Losses.Read().Latest);
    }

    [Fact]
    public async Task What_a_target_never_takes_is_on_the_ledger_when_the_gateway_ends()
    {
        await using var call = await TestCall.DialAsync(_gateway);
        await call.StartsAsync();
        await _gateway.StopReceiverAsync();
        await call.HearsAsync(Spoken.WithoutPause(Spoken.WatchesMovies));

        await _gateway.StopGatewayAsync().WaitAsync(Patience.Limit);

        Assert.Equal((LossReason.Connect, call.Sid), Assert.Single(_gateway.Losses.Read().Latest.Select(loss => (loss.Reason, loss.Conversation))));
    }
}
