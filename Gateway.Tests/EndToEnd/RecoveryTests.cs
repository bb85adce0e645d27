using System.Net;
using System.Xml.Linq;
using Gateway.Core;
using Gateway.Simulator.Twilio;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>Broken streams come back by themselves, and only those that should.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class RecoveryTests(RecoveringGateway gateway) : IClassFixture<RecoveringGateway>, IAsyncLifetime
{
    public Task InitializeAsync()
    {
        gateway.Twilio.Fault = null;
        gateway.Twilio.CallStatus = "in-progress";
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_stream_that_breaks_is_replaced_and_its_call_is_transcribed_on()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.WithoutPause(Spoken.WatchesMovies));
        call.Stream.Abort();

        await using var again = await gateway.DialWhatIsAskedForAsync(call.Sid);
        await gateway.Log.WaitForAsync(call.Sid.ToString(), "transcribed again");
        await again.HearsAsync(Spoken.NeedsHelp);
        await again.StopsAsync();

        var asked = Assert.Single(gateway.StreamsAskedFor(call.Sid));
        Assert.Equal("both_tracks", asked["Track"].Single());
        Assert.StartsWith($"https://{RecoveringGateway.PublicHost}/twilio/stream-status#", asked["StatusCallback"].Single(), StringComparison.Ordinal);
        var transcripts = await again.TranscriptsAsync(2);
        Spoken.Matches(Spoken.WatchesMovies, transcripts[0].Message.Text);
        Spoken.Matches(Spoken.NeedsHelp, transcripts[1].Message.Text);
        Assert.Equal(TestCall.CustomerId, transcripts[1].Message.Sender.ExternalId);
        await Patience.UntilAsync(async () => await gateway.GapsAsync(call.Sid) is [true], "the gap is on record");
    }

    [Fact]
    public async Task A_stream_that_Twilio_calls_broken_and_that_is_silent_is_replaced_though_its_socket_is_open()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.WatchesMovies);
        Assert.Equal(HttpStatusCode.NoContent, (await gateway.TellAsync(call.Sid, call.Stream.StreamSid, "stream-error")).Status);

        await using var again = await gateway.DialWhatIsAskedForAsync(call.Sid);
        await gateway.Log.WaitForAsync(call.Sid.ToString(), "transcribed again");
        await again.HearsAsync(Spoken.NeedsHelp);
        await again.StopsAsync();

        await again.TranscriptsAsync(2);
        Assert.Equal([true], await gateway.GapsAsync(call.Sid));
        // Told again, and of a stream that is of no interest any more.
        await gateway.TellAsync(call.Sid, call.Stream.StreamSid, "stream-error");
        await gateway.TellAsync(call.Sid, call.Stream.StreamSid, "stream-stopped");
        Assert.Single(gateway.StreamsAskedFor(call.Sid));
    }

    [Fact]
    public async Task A_stream_that_Twilio_calls_broken_and_whose_media_goes_on_is_left_alone()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        var playing = call.HearsAsync(Spoken.Script.Audio);
        await gateway.TellAsync(call.Sid, call.Stream.StreamSid, "stream-error");
        await gateway.Log.WaitForAsync(call.Sid.ToString(), "its media goes on");

        await call.StopsAsync();
        call.Stream.Abort();
        await Record.ExceptionAsync(() => playing);
        Assert.Equal(0, gateway.RequestsAbout(call.Sid));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another account's token")]
    public async Task A_forged_callback_changes_nothing(string? authToken)
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();

        Assert.Equal("403-01", (await gateway.TellAsync(call.Sid, call.Stream.StreamSid, "stream-error", authToken)).Code);

        await call.HearsAsync(Spoken.WatchesMovies);
        await call.StopsAsync();
        Assert.Single(await call.TranscriptsAsync(1));
        Assert.Equal(0, gateway.RequestsAbout(call.Sid));
    }

    [Fact]
    public async Task A_call_that_was_hung_up_is_left_alone()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.Stream.StopAsync(Patience.Limit, CancellationToken.None);
        await gateway.TellAsync(call.Sid, call.Stream.StreamSid, "stream-stopped");
        await gateway.Log.WaitForAsync(call.Stream.StreamSid.ToString(), "Twilio tells Stopped");

        Assert.Equal(0, gateway.RequestsAbout(call.Sid));
    }

    [Fact]
    public async Task A_call_that_Twilio_says_has_ended_gets_no_new_stream()
    {
        gateway.Twilio.CallStatus = "completed";
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        call.Stream.Abort();

        await gateway.Log.WaitForAsync(call.Sid.ToString(), "no recovery is needed (CallEnded)");
        Assert.Empty(gateway.StreamsAskedFor(call.Sid));
        Assert.Empty(await gateway.GapsAsync(call.Sid));
    }

    [Fact]
    public async Task A_call_that_is_stopped_during_its_recovery_stays_stopped_also_after_a_restart()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        gateway.Twilio.Fault = context => TwilioApi.RefuseAsync(context, 503, 20503, "Service unavailable");
        call.Stream.Abort();
        await gateway.Log.WaitForAsync(call.Sid.ToString(), "was in vain");

        Assert.Equal("409-201", (await call.AsksToStopAsync()).Error!.Error.Code);
        await gateway.Log.WaitForAsync(call.Sid.ToString(), "no recovery is needed (Withdrawn)");
        gateway.Twilio.Fault = null;
        var requests = gateway.RequestsAbout(call.Sid);
        await gateway.TellAsync(call.Sid, call.Stream.StreamSid, "stream-error");
        await gateway.Log.WaitForAsync(call.Stream.StreamSid.ToString(), "Twilio tells Error");
        await gateway.RestartGatewayAsync();
        await using var other = await TestCall.DialAsync(gateway, call.Sid);

        Assert.Equal("409-201", (await call.AsksToStopAsync()).Error!.Error.Code);
        Assert.Empty(gateway.StreamsAskedFor(call.Sid));
        Assert.Equal(requests, gateway.RequestsAbout(call.Sid));
    }

    [Fact]
    public async Task A_stream_whose_creation_was_answered_with_an_error_and_that_comes_all_the_same_is_enough()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        gateway.Twilio.Fault = context => context.Request.Method == "POST" ? TwilioApi.RefuseAsync(context, 500, 20500, "Internal server error") : null!;
        call.Stream.Abort();

        await using var again = await gateway.DialWhatIsAskedForAsync(call.Sid);
        await gateway.Log.WaitForAsync(call.Sid.ToString(), "transcribed again");
        Assert.Single(gateway.StreamsAskedFor(call.Sid));
        await again.StopsAsync();
    }

    [Fact]
    public async Task A_stream_whose_media_does_not_come_is_asked_for_again()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        call.Stream.Abort();

        await using var again = await gateway.DialWhatIsAskedForAsync(call.Sid, number: 2);
        await gateway.Log.WaitForAsync(call.Sid.ToString(), "transcribed again");
        var names = gateway.StreamsAskedFor(call.Sid).Select(asked => asked["Name"].Single()).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        await again.StopsAsync();
    }

    [Fact]
    public async Task What_Twilio_refuses_is_given_up_loudly_and_stands_on_record()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        gateway.Twilio.Fault = context => TwilioApi.RefuseAsync(context, 401, 20003, "Authenticate");
        call.Stream.Abort();

        await gateway.Log.WaitForAsync("Error", call.Sid.ToString(), "given up", "20003");
        await Patience.UntilAsync(async () => await gateway.GapsAsync(call.Sid) is [false], "the gap is on record");
    }

    [Fact]
    public async Task A_call_that_was_being_transcribed_is_resumed_after_a_restart_with_its_settings()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.WatchesMovies);
        await gateway.RestartGatewayAsync();

        await using var again = await gateway.DialWhatIsAskedForAsync(call.Sid);
        await gateway.Log.WaitForAsync(call.Sid.ToString(), "transcribed again");
        await again.HearsAsync(Spoken.NeedsHelp);
        await again.StopsAsync();

        var transcripts = await again.TranscriptsAsync(2);
        Assert.Equal(TestCall.CustomerId, transcripts[1].Message.Sender.ExternalId);
        Assert.Equal([true], await gateway.GapsAsync(call.Sid));
    }

    [Fact]
    public async Task A_number_that_is_pointed_here_gets_TwiML_with_a_stream_that_works()
    {
        var form = new Dictionary<string, string> { ["CallSid"] = TwilioSid.NewCall(gateway.NextRandom()).ToString(), ["From"] = "+15550100" };
        Assert.Equal("403-01", (await gateway.CallAsync("/twilio/twiml", form, "another account's token")).Code);

        var answer = await gateway.CallAsync("/twilio/twiml", form, TwilioApi.AuthToken);

        Assert.Equal("text/xml; charset=utf-8", answer.Headers["Content-Type"]);
        var document = XDocument.Parse(answer.Body);
        var stream = document.Root!.Element("Start")!.Element("Stream")!;
        Assert.Equal("both_tracks", (string?)stream.Attribute("track"));
        Assert.Equal("+15550101", (string?)document.Root.Element("Dial"));
        var url = new Uri((string)stream.Attribute("url")!);
        await using var call = await TestCall.DialAsync(gateway, CallSid.Parse(form["CallSid"]), $"wss://{gateway.Origin.Authority}{url.PathAndQuery}");
        await call.StartsAsync();
        await call.StopsAsync();
    }
}
