using System.Globalization;
using System.Text.Json;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// The sample call played by a client that shares no line of code, and not even a language, with the gateway: what both sides of our own
/// code misunderstand in the same way comes to light here.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class IndependentClientTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const int Speed = 4;

    [Fact]
    public async Task A_client_written_in_another_language_gets_the_same_transcripts()
    {
        var outcome = await PlayAsync();
        var starts = Answers(outcome, "start");
        var stops = Answers(outcome, "stop");
        Assert.Equal(Spoken.Script.Windows.Count, starts.Count);
        Assert.Equal(starts.SelectMany(StreamIds), stops.SelectMany(StreamIds));
        Assert.Equal(1000, outcome.GetProperty("closeCode").GetInt32());
        Assert.Equal(0, outcome.GetProperty("heard").GetInt32());

        var promised = stops.SelectMany(Streams).Sum(stream => stream.GetProperty("summary").GetProperty("transcripts").GetInt32());
        var call = Gateway.Core.CallSid.Parse(outcome.GetProperty("callSid").GetString()!);
        var transcripts = await gateway.Receiver.Of(call).WaitForAsync(promised, Patience.Limit, CancellationToken.None);
        // Every stream id belongs to one window; its offsets count from where the window began.
        var windows = starts.Zip(Spoken.Script.Windows).SelectMany(pair => StreamIds(pair.First).Select(id => (Id: id, pair.Second.Start)))
            .ToDictionary(pair => pair.Id, pair => pair.Start);
        SampleCall.MustHaveCome(transcripts, PositionOf);
        SampleCall.MustHideThePin(transcripts);

        TimeSpan PositionOf(ReceivedTranscript transcript) =>
            windows[transcript.Message.StreamId] + transcript.Message.AutotranscribeResponse.Start;
    }

    private async Task<JsonElement> PlayAsync()
    {
        var run = await Node.RunAsync("call.mjs", "", new Dictionary<string, string>
        {
            ["GATEWAY_ORIGIN"] = gateway.Origin.GetLeftPart(UriPartial.Authority),
            ["GATEWAY_API_ID"] = GatewayFixture.Key.Id,
            ["GATEWAY_API_SECRET"] = GatewayFixture.Key.Secret.Reveal(),
            ["GATEWAY_CA"] = gateway.CertificateFile,
            ["GATEWAY_SAMPLE"] = TestPaths.Sample,
            ["GATEWAY_SPEED"] = Speed.ToString(CultureInfo.InvariantCulture),
        });
        Assert.True(run.ExitCode == 0, $"The client ended with {run.ExitCode}: {run.Errors}");
        return JsonSerializer.Deserialize<JsonElement>(run.Output);
    }

    private static List<JsonElement> Answers(JsonElement outcome, string request) => [.. outcome.GetProperty(request).EnumerateArray().Select(answer =>
    {
        Assert.True(answer.GetProperty("status").GetInt32() == 200, answer.ToString());
        return answer.GetProperty("body");
    })];

    private static IEnumerable<string> StreamIds(JsonElement response) => Streams(response).Select(stream => stream.GetProperty("streamId").GetString()!);

    private static IEnumerable<JsonElement> Streams(JsonElement response)
    {
        Assert.True(response.GetProperty("isOk").GetBoolean());
        var participants = response.GetProperty("autotranscribeResponse");
        return [participants.GetProperty("customer"), participants.GetProperty("agent")];
    }
}
