using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Gateway.Simulator.Cloud;
using Gateway.Tests.Support;

namespace Gateway.Tests.Cloud;

/// <summary>The faults of the simulator's cloud, one by one and at the wire.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class CloudFaultTests : IAsyncLifetime
{
    private CloudHarness? _harness;

    private CloudHarness Harness => _harness!;

    public async Task InitializeAsync() => _harness = await CloudHarness.StartAsync();

    public async Task DisposeAsync() => await Harness.DisposeAsync();

    [Fact]
    public async Task A_duplicated_callback_arrives_two_times_with_one_token()
    {
        await FailAsync(new CallbackTreatment(CallbackFate.Twice));

        var arrived = await Harness.CallbacksAsync(2);

        Assert.Single(arrived.Select(callback => callback.Headers["I-Twilio-Idempotency-Token"]).Distinct());
        Assert.Single(arrived.Select(callback => callback.Headers["X-Twilio-Signature"]).Distinct());
    }

    [Fact]
    public async Task A_late_callback_arrives_when_it_is_released_and_a_dropped_one_never()
    {
        var release = new TaskCompletionSource();
        await FailAsync(new CallbackTreatment { Until = release.Task });
        await FailAsync(new CallbackTreatment(CallbackFate.Dropped));
        await FailAsync(new CallbackTreatment());
        var prompt = Assert.Single(await Harness.CallbacksAsync(1));

        release.SetResult();

        var late = (await Harness.CallbacksAsync(2))[1];
        Assert.NotEqual(prompt.Form["CallSid"], late.Form["CallSid"]);
    }

    [Fact]
    public async Task A_replayed_callback_is_the_same_letter_by_letter()
    {
        await FailAsync(new CallbackTreatment());
        await Eventually.HoldsAsync(() => Harness.Cloud.Callbacks.Count == 1);

        await Harness.Cloud.ReplayAsync(Harness.Cloud.Callbacks[0]);

        var arrived = await Harness.CallbacksAsync(2);
        Assert.Equal(arrived[0].Form, arrived[1].Form);
        Assert.Equal(arrived[0].Headers["X-Twilio-Signature"], arrived[1].Headers["X-Twilio-Signature"]);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("#rc=3", 1)]
    [InlineData("#rc=2&rp=5xx", 3)]
    [InlineData("#rc=1&rp=all", 2)]
    [InlineData("#rc=9&rp=4xx,ct", 1)]
    public async Task A_callback_is_repeated_as_the_fragment_of_its_URL_says(string fragment, int tries)
    {
        for (var answer = 0; answer < tries; answer++)
            Harness.Answers.Enqueue(503);
        await FailAsync(new CallbackTreatment(), fragment);

        await Eventually.HoldsAsync(() => Harness.Cloud.Callbacks.Count == 1);

        Assert.Equal(Enumerable.Repeat<int?>(503, tries), Harness.Cloud.Callbacks[0].Answers);
        Assert.All(await Harness.CallbacksAsync(tries), callback => Assert.Equal("/stream-status", callback.Url.PathAndQuery));
    }

    [Fact]
    public async Task A_REST_request_that_fails_does_nothing_and_one_whose_answer_is_lost_is_done()
    {
        var call = Harness.PlaceSilent();
        var faults = new Queue<RestFault>(
        [
            new(RestFaultKind.ServerError), new(RestFaultKind.TooManyRequests) { RetryAfter = TimeSpan.FromSeconds(2) }, new(RestFaultKind.AnswerLost),
        ]);
        Harness.Cloud.Disturb = request => request.AsksForStream ? faults.Dequeue() : null;
        (string, string) url = ("Url", "wss://127.0.0.1:1/media");

        Assert.Equal(500, (await Harness.AskAsync(call, "/Streams.json", url)).Status);
        var (status, body) = await Harness.AskAsync(call, "/Streams.json", url);
        Assert.Equal((429, 20429), (status, body.GetProperty("code").GetInt32()));
        Assert.Empty(call.Streams);
        await Assert.ThrowsAsync<HttpRequestException>(() => Harness.AskAsync(call, "/Streams.json", url));

        Assert.Single(call.Streams);
        Assert.Equal("in-progress", (await Harness.AskAsync(call, ".json")).Body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_REST_request_that_hangs_is_answered_when_it_is_released()
    {
        var call = Harness.PlaceSilent();
        var release = new TaskCompletionSource();
        Harness.Cloud.Disturb = _ => new RestFault(RestFaultKind.Hang) { Until = release.Task };

        var asked = Harness.AskAsync(call, ".json");
        await Eventually.HoldsAsync(() => Harness.Cloud.Requests.Count == 1);
        Assert.False(asked.IsCompleted);
        release.SetResult();

        Assert.Equal(200, (await asked).Status);
    }

    [Fact]
    public async Task A_path_without_json_or_with_other_letters_is_not_answered_as_hoped()
    {
        var path = $"/2010-04-01/Accounts/{CloudHarness.AccountSid}/Calls/{Harness.PlaceSilent().Sid}";

        Assert.Equal((200, "application/json"), await Harness.LookUpAsync(path + ".json"));
        Assert.Equal((404, "application/xml"), await Harness.LookUpAsync(path));
        Assert.Equal((404, "application/json"), await Harness.LookUpAsync(path.Replace("/Calls/", "/calls/", StringComparison.Ordinal) + ".json"));
        Assert.Equal((405, "application/json"), await Harness.LookUpAsync(path + "/Streams.json"));
    }

    [Fact]
    public async Task A_gateway_whose_certificate_is_not_trusted_is_reported_as_31910()
    {
        // The cloud does not trust its own certificate.
        await Harness.AskAsync(Harness.PlaceSilent(), "/Streams.json", ("Url", $"wss://{Harness.Cloud.Url.Authority}/media"), ("StatusCallback", Harness.CallbackUrl));

        Assert.Equal("31910", Assert.Single(await Harness.CallbacksAsync(1)).Form["StreamErrorCode"]);
    }

    [Fact]
    public async Task A_gateway_that_never_answers_is_reported_as_31901()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();

        await Harness.AskAsync(Harness.PlaceSilent(), "/Streams.json", ("Url", $"wss://{mute.LocalEndpoint}/media"), ("StatusCallback", Harness.CallbackUrl));

        Assert.Equal("31901", Assert.Single(await Harness.CallbacksAsync(1)).Form["StreamErrorCode"]);
    }

    [Theory]
    [InlineData("<Response><Start><Stream url=\"wss://127.0.0.1:1/a\" track=\"both_tracks\"/></Start><Dial>+15550101</Dial></Response>", 1, true)]
    [InlineData("<Response><Start><Stream url=\"/a\" name=\"x\"><Parameter name=\"p\" value=\"v\"/></Stream></Start></Response>", 1, false)]
    [InlineData("<Response><Stop><Stream name=\"x\"/></Stop><Pause length=\"9\"/></Response>", 0, true)]
    public void TwiML_says_which_streams_to_start_and_whether_the_call_goes_on(string document, int starts, bool holds)
    {
        var twiml = Twiml.Read(document, new Uri("https://gw.example.test/twiml"));

        Assert.Equal((starts, holds), (twiml.Starts.Count, twiml.HoldsCall));
        Assert.All(twiml.Starts, order => Assert.StartsWith("wss://", order.Url, StringComparison.Ordinal));
    }

    /// <summary>A stream that nobody listens for: its dial fails at once, and one callback says so.</summary>
    private async Task FailAsync(CallbackTreatment treatment, string fragment = "")
    {
        var call = Harness.PlaceSilent();
        call.Treat = _ => treatment;
        await Harness.AskAsync(call, "/Streams.json", ("Url", "wss://127.0.0.1:1/media"), ("StatusCallback", Harness.CallbackUrl + fragment));
    }
}
