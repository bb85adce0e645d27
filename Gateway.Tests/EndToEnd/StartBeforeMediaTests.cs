using Gateway.Core;
using Gateway.Simulator.Control;
using Gateway.Simulator.Twilio;

namespace Gateway.Tests.EndToEnd;

/// <summary>A customer who asks for transcription before Twilio has dialled (INF-19).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class StartBeforeMediaTests(StartBeforeMediaTests.WithTime gateway) : IClassFixture<StartBeforeMediaTests.WithTime>
{
    [Fact]
    public async Task A_start_waits_for_the_media_and_then_transcribes_it()
    {
        var sid = TwilioSid.NewCall(gateway.NextRandom());
        var (waiting, _) = await TwoStartsAsync(sid, CancellationToken.None);

        await using var call = await TestCall.DialAsync(gateway, sid);
        Assert.True((await waiting).Body!.IsOk);

        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.StopsAsync();
        Spoken.Matches(Spoken.TakesTheOffer, Assert.Single(await call.TranscriptsAsync(1)).Message.Text);
    }

    [Fact]
    public async Task A_second_request_while_the_first_waits_answers_409_202()
    {
        using var first = new CancellationTokenSource();
        var sid = TwilioSid.NewCall(gateway.NextRandom());
        var (waiting, refused) = await TwoStartsAsync(sid, first.Token);
        Assert.Equal("409-202", refused.Error!.Error.Code);
        Assert.Equal("409-202", (await gateway.Client.StopAsync(sid, CancellationToken.None)).Error!.Error.Code);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_client_that_gives_up_waiting_leaves_nothing_behind()
    {
        using var client = new CancellationTokenSource();
        var sid = TwilioSid.NewCall(gateway.NextRandom());
        var (waiting, _) = await TwoStartsAsync(sid, client.Token);

        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Patience.UntilAsync(async () => (await gateway.Client.StopAsync(sid, CancellationToken.None)).Error!.Error.Code == "400-203", "the request is forgotten");

        await using var call = await TestCall.DialAsync(gateway, sid);
        Assert.Equal("409-201", (await call.AsksToStopAsync()).Error!.Error.Code);
        await call.StartsAsync();
    }

    /// <summary>Two start requests for a call without media: one of them waits, whichever came first, and the other is refused.</summary>
    private async Task<(Task<ControlAnswer<StreamingResponse>> Waiting, ControlAnswer<StreamingResponse> Refused)> TwoStartsAsync(CallSid sid, CancellationToken cancellationToken)
    {
        var one = gateway.Client.StartAsync(TestCall.StartRequest(sid), cancellationToken);
        var other = gateway.Client.StartAsync(TestCall.StartRequest(sid), cancellationToken);
        var refused = await Task.WhenAny(one, other).WaitAsync(Patience.Limit, cancellationToken);
        return (refused == one ? other : one, await refused);
    }

    public sealed class WithTime : GatewayFixture
    {
        protected override Dictionary<string, string?> Settings => new() { ["Gateway:Calls:StartGrace"] = "00:00:30" };
    }
}
