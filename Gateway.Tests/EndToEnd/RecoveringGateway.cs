using System.Text.Json.Nodes;
using Gateway.Core;
using Gateway.Media.Twilio;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>A gateway that brings broken streams back, and the Twilio account that it asks.</summary>
public sealed class RecoveringGateway : GatewayFixture, IAsyncLifetime
{
    internal const string PublicHost = "gateway.example.com";

    internal TwilioApi Twilio { get; private set; } = null!;

    /// <inheritdoc/>
    protected override Dictionary<string, string?> Settings => new()
    {
        ["Gateway:PublicUrl"] = "https://" + PublicHost,
        ["Gateway:Twilio:AccountSid"] = TwilioApi.AccountSid,
        ["Gateway:Twilio:AuthToken"] = TwilioApi.AuthToken,
        ["Gateway:Twilio:ApiBaseUrl"] = Twilio.Origin.ToString(),
        ["Gateway:Twilio:ApiCaFile"] = Twilio.CaFile,
        ["Gateway:Twilio:Continuation"] = "<Dial>+15550101</Dial>",
        ["Gateway:Twilio:Recovery:Enabled"] = "true",
        ["Gateway:Twilio:Recovery:MediaWait"] = "00:00:02",
    };

    async Task IAsyncLifetime.InitializeAsync()
    {
        Twilio = await TwilioApi.StartAsync(knowsEveryCall: true);
        await InitializeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Twilio.DisposeAsync();
    }

    /// <summary>The streams that Twilio was asked for on a call, as forms.</summary>
    internal IReadOnlyList<ILookup<string, string>> StreamsAskedFor(CallSid call) =>
        [.. Twilio.Requests.Where(request => request.Method == "POST" && request.Target.EndsWith($"/{call}/Streams.json", StringComparison.Ordinal))
            .Select(request => TwilioForm.Parse(request.Body).ToLookup(parameter => parameter.Key, parameter => parameter.Value))];

    /// <summary>Requests about a call, of any kind.</summary>
    internal int RequestsAbout(CallSid call) => Twilio.Requests.Count(request => request.Target.Contains(call.ToString(), StringComparison.Ordinal));

    /// <summary>Waits until Twilio has been asked for a stream on a call for the so-many-th time, and dials it as asked.</summary>
    internal async Task<TestCall> DialWhatIsAskedForAsync(CallSid call, int number = 1)
    {
        await Patience.UntilAsync(() => StreamsAskedFor(call).Count >= number, $"Twilio is asked for stream {number} of {call}");
        var url = new Uri(StreamsAskedFor(call)[number - 1]["Url"].Single());
        Assert.Equal(("wss", PublicHost), (url.Scheme, url.Authority));
        return await TestCall.DialAsync(this, call, $"wss://{Origin.Authority}{url.PathAndQuery}");
    }

    /// <summary>A status callback.</summary>
    /// <param name="call">The call.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="what">The event.</param>
    /// <param name="authToken">What it is signed with; null: not at all.</param>
    internal Task<RawAnswer> TellAsync(CallSid call, StreamSid stream, string what, string? authToken = TwilioApi.AuthToken) => CallAsync(
        "/twilio/stream-status",
        new()
        {
            ["AccountSid"] = TwilioApi.AccountSid,
            ["CallSid"] = call.ToString(),
            ["StreamSid"] = stream.ToString(),
            ["StreamName"] = stream.ToString(),
            ["StreamEvent"] = what,
            ["StreamError"] = what == "stream-error" ? "Stream signal error, code: 31924" : "",
            ["Timestamp"] = "2026-11-20T13:00:00.000Z",
        },
        authToken);

    /// <summary>A request as Twilio makes it.</summary>
    internal async Task<RawAnswer> CallAsync(string path, Dictionary<string, string> form, string? authToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Origin, path)) { Content = new FormUrlEncodedContent(form) };
        if (authToken is not null)
            request.Headers.Add("X-Twilio-Signature", TwilioWebhookSignature.Compute($"https://{PublicHost}{path}", form, authToken));
        return await SendAsync(request, key: null);
    }

    /// <summary>The gaps on a call's record: recovered or not.</summary>
    internal async Task<IReadOnlyList<bool>> GapsAsync(CallSid call)
    {
        var record = JsonNode.Parse((await SendAsync(HttpMethod.Get, new Uri(Management, "/conversation?externalId=" + call), null, null)).Body)!;
        return [.. record["events"]?.AsArray().Where(happened => (string?)happened!["what"] == "transcription-gap").Select(happened => (bool)happened!["recovered"]!) ?? []];
    }
}
