using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.Simulator.Cloud;
using Gateway.Tests.Support;

namespace Gateway.Tests.Cloud;

/// <summary>Twilio's own SDK as a client of the simulator's cloud: it has to take it for Twilio's.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class IndependentCloudTests : IAsyncLifetime
{
    private CloudHarness? _harness;

    private CloudHarness Harness => _harness!;

    public async Task InitializeAsync() => _harness = await CloudHarness.StartAsync();

    public async Task DisposeAsync() => await Harness.DisposeAsync();

    [Fact]
    public async Task The_SDK_looks_a_call_up_and_starts_and_stops_its_streams()
    {
        var call = Harness.PlaceSilent();
        var url = "wss://127.0.0.1:1/media";

        var answers = await AskAsync(
            call.Sid.ToString(),
            new { fetch = true },
            new Dictionary<string, object> { ["create"] = new Dictionary<string, string> { ["url"] = url, ["name"] = "leg a/b", ["track"] = "both_tracks", ["parameter1.name"] = "token", ["parameter1.value"] = "b+1 &" } },
            new { stop = "nobody" });

        Assert.Equal("in-progress", answers[0].GetProperty("status").GetString());
        Assert.Equal("in-progress", answers[1].GetProperty("status").GetString());
        Assert.Equal((404, 20404), Refusal(answers[2]));
        var order = Assert.Single(call.Streams).Order;
        Assert.Equal((url, "leg a/b", 2), (order.Url, order.Name, order.Tracks.Count));
        Assert.Equal("b+1 &", order.Parameters["token"]);
    }

    [Fact]
    public async Task The_SDK_understands_every_refusal()
    {
        var call = Harness.PlaceSilent();
        var over = Harness.PlaceSilent();
        await over.HangUpAsync();
        var stream = new Dictionary<string, string> { ["url"] = "wss://127.0.0.1:1/media" };

        Assert.Equal((404, 20404), Refusal(Assert.Single(await AskAsync($"CA{7:x32}", new { fetch = true }))));
        Assert.Equal((400, 21220), Refusal(Assert.Single(await AskAsync(over.Sid.ToString(), new { create = stream }))));
        Assert.Equal("completed", Assert.Single(await AskAsync(over.Sid.ToString(), new { fetch = true })).GetProperty("status").GetString());
        Assert.Equal((400, 31922), Refusal(Assert.Single(await AskAsync(call.Sid.ToString(), new { create = new { url = "ws://127.0.0.1:1/media" } }))));
        Assert.Equal((400, 31941), Refusal(Assert.Single(await AskAsync(call.Sid.ToString(), new { create = new { url = stream["url"], track = "inbound" } }))));
        Assert.Equal((401, 20003), Refusal(Assert.Single(await AskAsync(call.Sid.ToString(), new { fetch = true, password = "another" }))));
        Assert.Equal(5, Harness.Cloud.Requests.Count(request => request.Answer >= 400));
        Assert.Empty(call.Streams);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task The_SDK_accepts_the_signature_of_every_status_callback(string method)
    {
        var call = Harness.PlaceSilent();
        // Nobody listens there: the dial fails, and that is reported.
        await Harness.AskAsync(call, "/Streams.json", ("Url", "wss://127.0.0.1:1/media"), ("Name", "a b"), ("StatusCallback", Harness.CallbackUrl + "?x=1#rc=2"), ("StatusCallbackMethod", method));

        var arrived = Assert.Single(await Harness.CallbacksAsync(1));

        Assert.Equal((method, StreamNotice.Error, "31902", "a b"), (arrived.Method, arrived.Event, arrived.Form["StreamErrorCode"], arrived.Form["StreamName"]));
        Assert.Equal("Stream signal error, code: 31902", arrived.Form["StreamError"]);
        Assert.Equal([true], await CloudHarness.AcceptedBySdkAsync(arrived));
        Assert.Equal([204], await SentAsync());
    }

    [Fact]
    public async Task The_SDK_refuses_what_is_forged_or_unsigned()
    {
        var call = Harness.PlaceSilent();
        var fates = new Queue<CallbackFate>([CallbackFate.Forged, CallbackFate.Unsigned]);
        call.Treat = _ => new CallbackTreatment(fates.Dequeue());
        for (var stream = 1; stream <= 2; stream++)
        {
            await Harness.AskAsync(call, "/Streams.json", ("Url", "wss://127.0.0.1:1/media"), ("StatusCallback", Harness.CallbackUrl));
            await Harness.CallbacksAsync(stream);
        }

        Assert.Equal([false, false], await CloudHarness.AcceptedBySdkAsync([.. Harness.Arrived]));
        Assert.False(Harness.Arrived.Last().Headers.ContainsKey("X-Twilio-Signature"));
    }

    private static (int, int) Refusal(JsonElement answer) => (answer.GetProperty("refused").GetInt32(), answer.GetProperty("code").GetInt32());

    private async Task<IReadOnlyList<int?>> SentAsync()
    {
        await Eventually.HoldsAsync(() => Harness.Cloud.Callbacks.Count == 1);
        return Harness.Cloud.Callbacks[0].Answers;
    }

    private async Task<IReadOnlyList<JsonElement>> AskAsync(string call, params object[] questions)
    {
        var lines = questions.Select(question =>
        {
            var line = JsonSerializer.SerializeToNode(question)!.AsObject();
            foreach (var (name, value) in new[] { ("user", CloudHarness.AccountSid), ("password", CloudHarness.AuthToken.Reveal()), ("accountSid", CloudHarness.AccountSid), ("callSid", call) })
                line[name] ??= value;
            return line.ToJsonString();
        });
        var environment = new Dictionary<string, string> { ["REST_ORIGIN"] = Harness.Cloud.Url.ToString(), ["REST_CA"] = Harness.CaFile };
        var run = await Node.RunAsync("rest.mjs", string.Join('\n', lines), environment);
        Assert.True(run.ExitCode == 0, run.Errors);
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
