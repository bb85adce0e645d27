using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.Core;
using Gateway.Host.Recovery;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recovery;

/// <summary>Twilio's own SDK and the gateway ask the same server for the same things: their requests are laid side by side.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class IndependentRestTests : IAsyncLifetime
{
    private static readonly CallSid Call = CallSid.Parse(TwilioApi.CallSid);

    private TwilioApi? _api;

    public static TheoryData<string> Streams => [.. Requests.Keys];

    private static Dictionary<string, StreamRequest> Requests { get; } = new()
    {
        ["only what is required"] = new() { Url = "wss://gw.example.test/media/t-9f3c" },
        ["everything"] = new()
        {
            Url = "wss://gw.example.test:8443/media/t-9f3c~_.-!'()*",
            Name = "leg a & \u00fc",
            Tracks = StreamTracks.Both,
            StatusCallback = "https://gw.example.test/stream-status?x=1&y=%20#rc=3&rp=5xx,ct,rt",
            StatusCallbackMethod = CallbackMethod.Post,
            Parameters = [new("token", "b2f1+/="), new("from", "+15550100"), new("Ada L\u00f6velace", "a b\tc\n\"'<>\U0001F600"), new("empty", "")],
        },
        ["the other choices"] = new() { Url = "wss://gw.example.test", Tracks = StreamTracks.Outbound, StatusCallback = "https://gw.example.test/", StatusCallbackMethod = CallbackMethod.Get },
        ["as many parameters as there may be"] = new()
        {
            Url = "wss://gw.example.test/media",
            Tracks = StreamTracks.Inbound,
            Parameters = [.. Enumerable.Range(1, 99).Select(i => KeyValuePair.Create($"name {i}", $"value {i}"))],
        },
    };

    private TwilioApi Api => _api!;

    public async Task InitializeAsync() => _api = await TwilioApi.StartAsync();

    public async Task DisposeAsync() => await Api.DisposeAsync();

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_is_asked_for_as_Twilios_own_SDK_does_it(string which)
    {
        var stream = Requests[which];
        using var rest = Rest();

        Assert.Equal(TwilioOutcome.Done, (await rest.CreateStreamAsync(Call, stream, default)).Outcome);
        var answer = await AskAsync(new { create = Parameters(stream) });

        Assert.Equal("in-progress", answer.GetProperty("status").GetString());
        AssertAlike();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_is_stopped_and_a_call_looked_up_as_Twilios_own_SDK_does_it(bool apiKey)
    {
        using var rest = Rest(apiKey);
        var stream = (await rest.CreateStreamAsync(Call, new StreamRequest { Url = "wss://gw.example.test/media" }, default)).Value!.Value.ToString();

        Assert.Equal(StreamStop.Stopped, (await rest.StopStreamAsync(Call, stream, default)).Value);
        Assert.Equal(20404, (await AskAsync(new { stop = stream }, apiKey)).GetProperty("code").GetInt32());
        AssertAlike();

        Assert.Equal(TwilioCallStatus.InProgress, (await rest.FetchCallAsync(Call, default)).Value);
        Assert.Equal("in-progress", (await AskAsync(new { fetch = true }, apiKey)).GetProperty("status").GetString());
        AssertAlike();
    }

    /// <summary>The last two requests are one: method, path, form, and the headers that mean something.</summary>
    private void AssertAlike()
    {
        var (ours, theirs) = (Api.Requests[^2], Api.Requests[^1]);
        Assert.StartsWith("TwilioGateway/", ours.Headers["user-agent"], StringComparison.Ordinal);
        Assert.StartsWith("twilio-node/", theirs.Headers["user-agent"], StringComparison.Ordinal);

        Assert.Equal((theirs.Method, theirs.Target, theirs.Body), (ours.Method, ours.Target, ours.Body));
        foreach (var header in theirs.Method == "POST" ? new[] { "authorization", "accept", "content-type", "content-length" } : ["authorization", "accept"])
            Assert.Equal((header, theirs.Headers[header]), (header, ours.Headers[header]));
    }

    private static Dictionary<string, string> Parameters(StreamRequest stream)
    {
        var parameters = new Dictionary<string, string> { ["url"] = stream.Url };
        foreach (var (name, value) in new[] { ("name", stream.Name), ("track", stream.TrackName), ("statusCallback", stream.StatusCallback), ("statusCallbackMethod", stream.MethodName) })
            if (value is not null)
                parameters[name] = value;
        for (var i = 0; i < stream.Parameters.Count; i++)
            (parameters[$"parameter{i + 1}.name"], parameters[$"parameter{i + 1}.value"]) = (stream.Parameters[i].Key, stream.Parameters[i].Value);
        return parameters;
    }

    private TwilioRest Rest(bool apiKey = false) => new(Api.Options(apiKey), TimeProvider.System, new RecordedLog<TwilioRest>());

    private async Task<JsonElement> AskAsync(object what, bool apiKey = false)
    {
        var (user, password) = apiKey ? (TwilioApi.ApiKeySid, TwilioApi.ApiKeySecret) : (TwilioApi.AccountSid, TwilioApi.AuthToken);
        var question = JsonSerializer.SerializeToNode(what)!.AsObject();
        foreach (var (name, value) in new[] { ("user", user), ("password", password), ("accountSid", TwilioApi.AccountSid), ("callSid", TwilioApi.CallSid) })
            question[name] = value;
        var run = await Node.RunAsync("rest.mjs", question.ToJsonString(), new Dictionary<string, string> { ["REST_ORIGIN"] = Api.Origin.ToString(), ["REST_CA"] = Api.CaFile });
        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonSerializer.Deserialize<JsonElement>(run.Output);
    }
}
