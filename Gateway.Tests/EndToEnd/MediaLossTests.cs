using System.Net.WebSockets;
using Gateway.Simulator.Twilio;

namespace Gateway.Tests.EndToEnd;

/// <summary>Media streams that end in every way a network can think of (api.md 2.4, 3.5).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class MediaLossTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task A_reset_connection_does_not_take_the_last_words_with_it()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.WithoutPause(Spoken.WatchesMovies));

        call.Stream.Abort();

        await gateway.Log.WaitForAsync(call.Stream.StreamSid.ToString(), "ended (Lost)");
        Spoken.Matches(Spoken.WatchesMovies, Assert.Single(await call.TranscriptsAsync(1)).Message.Text);
        await MustHaveEndedAsync(call);
    }

    [Fact]
    public async Task A_stop_message_is_answered_with_a_close_when_the_last_words_are_on_their_way()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.WithoutPause(Spoken.TakesTheOffer));

        var ending = await call.Stream.StopAsync(Patience.Limit, CancellationToken.None);

        Assert.Equal((WebSocketCloseStatus.NormalClosure, 0), (ending.Code, ending.Messages));
        await gateway.Log.WaitForAsync(call.Stream.StreamSid.ToString(), "ended (Stopped)");
        Spoken.Matches(Spoken.TakesTheOffer, Assert.Single(await call.TranscriptsAsync(1)).Message.Text);
        await MustHaveEndedAsync(call);
    }

    [Fact]
    public async Task A_stop_message_of_a_call_that_nobody_transcribes_is_answered_too()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.HearsAsync(Spoken.WithoutPause(Spoken.TakesTheOffer));

        var ending = await call.Stream.StopAsync(Patience.Limit, CancellationToken.None);

        Assert.Equal((WebSocketCloseStatus.NormalClosure, 0), (ending.Code, ending.Messages));
        await gateway.Log.WaitForAsync(call.Stream.StreamSid.ToString(), "ended (Stopped)");
    }

    [Fact]
    public async Task A_close_without_a_stop_message_ends_the_call_as_well()
    {
        var sid = TwilioSid.NewCall(gateway.NextRandom());
        using var twilio = await Handshake.AttemptAsync(gateway, $"{Handshake.Path}/{StreamTokens.Issue(GatewayFixture.SigningKey)}");
        await twilio.IntroduceAsync(sid.ToString());
        await gateway.Log.WaitForAsync(sid.ToString(), "opened");
        Assert.True((await gateway.Client.StartAsync(TestCall.StartRequest(sid), CancellationToken.None)).Body!.IsOk);
        await twilio.HearsAsync(sid, Spoken.WithoutPause(Spoken.WatchesMovies));

        await twilio.CloseAsync();

        await gateway.Log.WaitForAsync(sid.ToString(), "ended (Closed)");
        var transcripts = await gateway.Receiver.Of(sid).WaitForAsync(1, Patience.Limit, CancellationToken.None);
        Spoken.Matches(Spoken.WatchesMovies, Assert.Single(transcripts).Message.Text);
        Assert.Equal("409-201", (await gateway.Client.StopAsync(sid, CancellationToken.None)).Error!.Error.Code);
    }

    [Fact]
    public async Task A_new_stream_ends_the_transcription_and_a_new_start_transcribes_it()
    {
        await using var first = await TestCall.DialAsync(gateway);
        var before = await first.StartsAsync();
        await first.HearsAsync(Spoken.WithoutPause(Spoken.WatchesMovies));

        await using var second = await TestCall.DialAsync(gateway, first.Sid);
        await gateway.Log.WaitForAsync(first.Sid.ToString(), "transcription ended", "a new media stream replaced");
        Spoken.Matches(Spoken.WatchesMovies, Assert.Single(await first.TranscriptsAsync(1)).Message.Text);
        // Nobody has asked for this to be transcribed.
        await second.HearsAsync(Spoken.NeedsHelp);
        Assert.Equal("409-201", (await second.AsksToStopAsync()).Error!.Error.Code);

        var after = await second.StartsAsync();
        await second.HearsAsync(Spoken.TakesTheOffer);
        var stopped = await second.StopsAsync();

        var transcripts = await second.TranscriptsAsync(2);
        Spoken.Matches(Spoken.TakesTheOffer, transcripts[1].Message.Text);
        Assert.Equal(before.Customer!.StreamId, transcripts[0].Message.StreamId);
        Assert.Equal(after.Customer!.StreamId, transcripts[1].Message.StreamId);
        Assert.NotEqual(before.Customer.StreamId, after.Customer.StreamId);
        Assert.Equal(1, stopped.Customer!.Summary!.Transcripts);
    }

    [Fact]
    public async Task What_an_older_stream_carries_is_never_transcribed()
    {
        await using var older = await TestCall.DialAsync(gateway);
        await using var newer = await TestCall.DialAsync(gateway, older.Sid);
        await newer.StartsAsync();

        await Task.WhenAll(older.HearsAsync(Spoken.WatchesMovies), newer.HearsAsync(Spoken.TakesTheOffer));
        await older.HearsAsync(Spoken.Greets);
        var stopped = await newer.StopsAsync();

        Spoken.Matches(Spoken.TakesTheOffer, Assert.Single(await newer.TranscriptsAsync(1)).Message.Text);
        Assert.Equal((1, 0), (stopped.Customer!.Summary!.Transcripts, stopped.Agent!.Summary!.Transcripts));
        // Twice the sentence would have been counted.
        Assert.Equal((long)Spoken.Sentence(Spoken.TakesTheOffer).Length.TotalMilliseconds, stopped.Customer.Summary.AudioDurationMs);
    }

    [Fact]
    public async Task The_end_of_the_newest_stream_is_a_loss_even_while_an_older_one_lives()
    {
        await using var older = await TestCall.DialAsync(gateway);
        await using var newest = await TestCall.DialAsync(gateway, older.Sid);
        await newest.StartsAsync();
        await newest.HearsAsync(Spoken.TakesTheOffer);

        newest.Stream.Abort();

        await gateway.Log.WaitForAsync(newest.Stream.StreamSid.ToString(), "ended (Lost)");
        await older.HearsAsync(Spoken.WatchesMovies);
        Assert.False(older.Ended.IsCompleted);
        await MustHaveEndedAsync(newest);

        // The remedy is a new stream, and it works.
        await using var remedy = await TestCall.DialAsync(gateway, older.Sid);
        await remedy.StartsAsync();
        await remedy.HearsAsync(Spoken.NeedsHelp);
        await remedy.StopsAsync();
        var transcripts = await remedy.TranscriptsAsync(2);
        Spoken.Matches(Spoken.TakesTheOffer, transcripts[0].Message.Text);
        Spoken.Matches(Spoken.NeedsHelp, transcripts[1].Message.Text);
    }

    [Fact]
    public async Task The_end_of_an_older_stream_does_not_touch_the_transcription()
    {
        await using var older = await TestCall.DialAsync(gateway);
        await using var newest = await TestCall.DialAsync(gateway, older.Sid);
        await newest.StartsAsync();

        await older.Stream.StopAsync(Patience.Limit, CancellationToken.None);
        await newest.HearsAsync(Spoken.TakesTheOffer);
        await newest.StopsAsync();

        Spoken.Matches(Spoken.TakesTheOffer, Assert.Single(await newest.TranscriptsAsync(1)).Message.Text);
    }

    [Theory]
    [InlineData("hello", WebSocketCloseStatus.InvalidPayloadData)]
    [InlineData("[]", WebSocketCloseStatus.InvalidPayloadData)]
    [InlineData("""{"event":"media","media":{"track":"inbound","payload":"////"}}""", WebSocketCloseStatus.ProtocolError)]
    [InlineData("""{"event":"start","start":{"callSid":"CA1"}}""", WebSocketCloseStatus.ProtocolError)]
    public async Task A_peer_that_does_not_speak_Media_Streams_is_told_so(string message, WebSocketCloseStatus code)
    {
        using var stranger = await Handshake.AttemptAsync(gateway, $"{Handshake.Path}/{StreamTokens.Issue(GatewayFixture.SigningKey)}");
        await stranger.SendAsync(message);
        Assert.Equal(code, await stranger.ClosedAsync());
    }

    /// <summary>The call is over for good: nothing starts it, and a late stop is told apart from an unknown call.</summary>
    private static async Task MustHaveEndedAsync(TestCall call)
    {
        Assert.Equal("400-203", (await call.AsksToStartAsync()).Error!.Error.Code);
        Assert.Equal("409-201", (await call.AsksToStopAsync()).Error!.Error.Code);
    }
}
