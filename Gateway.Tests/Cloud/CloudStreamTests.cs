using Gateway.Core;
using Gateway.Simulator.Calls;
using Gateway.Simulator.Cloud;
using Gateway.Simulator.Control;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Cloud;

/// <summary>Streams of the simulator's cloud into a whole gateway, which transcribes them; and how they end.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class CloudStreamTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task A_stream_that_is_asked_for_over_REST_is_transcribed_and_ends_with_the_call()
    {
        await using var cloud = await CloudHarness.StartAsync(gateway.CertificateFile);
        var call = cloud.Cloud.Place(Spoken.Sentence(Spoken.WatchesMovies), TimeSpan.Zero);

        var stream = await OrderAsync(cloud, call, ("Name", "first"));
        await StartsAsync(call);
        var transcript = (await gateway.Receiver.Of(call.Sid).WaitForAsync(1, Patience.Limit, CancellationToken.None))[0];
        await cloud.AskAsync(call, ".json", ("Status", "completed"));

        // The request fell into the sentence, whose beginning may be missing.
        Assert.Equal(Participant.Customer, transcript.Message.Sender.Role);
        var arrived = await cloud.CallbacksAsync(2);
        Assert.Equal([StreamNotice.Started, StreamNotice.Stopped], arrived.Select(callback => callback.Event));
        Assert.All(arrived, callback => Assert.Equal((stream.Sid.ToString(), "first"), (callback.Form["StreamSid"], callback.Form["StreamName"])));
        Assert.Equal(CloudStreamState.Stopped, stream.State);
        Assert.Equal(0, (await stream.Ended).Messages);
    }

    [Fact]
    public async Task People_talk_on_while_no_stream_is_open_and_a_new_one_begins_where_they_are()
    {
        await using var cloud = await CloudHarness.StartAsync(gateway.CertificateFile);
        var said = Spoken.Utterance(Spoken.TakesTheOffer).ExpectedText;
        var call = cloud.Cloud.Place(Spoken.Sentence(Spoken.TakesTheOffer), TimeSpan.Zero);
        var first = await OrderAsync(cloud, call);

        first.Reset();
        await Eventually.HoldsAsync(() => first.State == CloudStreamState.Failed);
        await Eventually.HoldsAsync(() => call.Line.Position > call.Line.PositionAt(first.LastSentAt!.Value) + TimeSpan.FromSeconds(1));
        var second = await OrderAsync(cloud, call);
        await StartsAsync(call);
        // The first one may be cut, and not every repetition is heard alike.
        var transcripts = await gateway.Receiver.Of(call.Sid).WaitForAsync(
            all => all.Any(transcript => WordErrors.Between(said, transcript.Message.Text).Rate < 0.3), Patience.Limit, CancellationToken.None);

        Assert.Equal(31903, first.Error);
        Assert.True(call.Line.PositionAt(second.FirstSentAt!.Value) > TimeSpan.FromSeconds(1));
        Assert.Contains(transcripts, transcript => WordErrors.Between(said, transcript.Message.Text).Rate < 0.3);
        Assert.Contains(await cloud.CallbacksAsync(3), callback => callback.Event == StreamNotice.Error && callback.Form["StreamErrorCode"] == "31903");
    }

    [Fact]
    public async Task A_halted_stream_stays_open_without_a_word_until_its_call_is_over()
    {
        await using var cloud = await CloudHarness.StartAsync(gateway.CertificateFile);
        var call = cloud.PlaceSilent();
        var stream = await OrderAsync(cloud, call);

        stream.Halt();
        var sent = stream.LastSentAt;
        await Eventually.HoldsAsync(() => call.Line.Position > call.Line.PositionAt(sent!.Value) + TimeSpan.FromSeconds(1));

        Assert.True(stream.IsOpen);
        Assert.True(call.Line.PositionAt(stream.LastSentAt!.Value) - call.Line.PositionAt(sent!.Value) < TimeSpan.FromSeconds(0.2));
        Assert.Single(await cloud.CallbacksAsync(1));
        await call.HangUpAsync();
        Assert.Equal(CloudStreamState.Stopped, stream.State);
    }

    [Fact]
    public async Task An_error_is_reported_while_the_audio_goes_on()
    {
        await using var cloud = await CloudHarness.StartAsync(gateway.CertificateFile);
        var call = cloud.PlaceSilent();
        var stream = await OrderAsync(cloud, call);

        await stream.ReportErrorAsync(StreamErrors.Overflow);

        var sent = stream.LastSentAt;
        await Eventually.HoldsAsync(() => stream.LastSentAt > sent);
        Assert.Contains(await cloud.CallbacksAsync(2), callback => callback.Form.GetValueOrDefault("StreamErrorCode") == "31930");
    }

    [Fact]
    public async Task A_URL_that_the_gateway_refuses_is_reported_as_31920_and_never_dialled_again()
    {
        await using var cloud = await CloudHarness.StartAsync(gateway.CertificateFile);
        var call = cloud.PlaceSilent();
        call.Redial = url => url[..^4] + "XXXX";

        await cloud.AskAsync(call, "/Streams.json", ("Url", await UrlAsync()), ("StatusCallback", cloud.CallbackUrl));

        Assert.Equal("31920", Assert.Single(await cloud.CallbacksAsync(1)).Form["StreamErrorCode"]);
        Assert.Equal(CloudStreamState.Failed, Assert.Single(call.Streams).State);
    }

    [Fact]
    public async Task A_stream_is_stopped_by_its_name_once()
    {
        await using var cloud = await CloudHarness.StartAsync(gateway.CertificateFile);
        var call = cloud.PlaceSilent();
        var stream = await OrderAsync(cloud, call, ("Name", "leg a"));

        Assert.Equal("stopped", (await cloud.AskAsync(call, "/Streams/leg%20a.json", ("Status", "stopped"))).Body.GetProperty("status").GetString());
        await Eventually.HoldsAsync(() => stream.State == CloudStreamState.Stopped);

        Assert.Equal(404, (await cloud.AskAsync(call, "/Streams/leg%20a.json", ("Status", "stopped"))).Status);
        Assert.Equal("in-progress", call.Status);
    }

    private async Task<string> UrlAsync() => (await gateway.Client.GetStreamUrlAsync(CancellationToken.None)).Body!.StreamingUrl;

    private async Task<CloudStream> OrderAsync(CloudHarness cloud, CloudCall call, params (string, string)[] more)
    {
        var (status, body) = await cloud.AskAsync(
            call, "/Streams.json", [("Url", await UrlAsync()), ("Track", "both_tracks"), ("StatusCallback", cloud.CallbackUrl), .. more]);
        Assert.True(status == 201, body.ToString());
        var stream = call.Streams[^1];
        await Eventually.HoldsAsync(() => stream.Carries);
        return stream;
    }

    private async Task StartsAsync(CloudCall call)
    {
        var answer = await gateway.Client.StartAsync(new StartRequest { Guid = call.Sid.ToString(), CustomerId = "c", AgentId = "a" }, CancellationToken.None);
        Assert.True(answer.Body is { IsOk: true }, answer.Raw);
    }
}
