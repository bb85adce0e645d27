using System.Globalization;
using System.Text.Json;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// The direct WebSocket from the first request to the transcript after the call (api.md 7), by a client that shares no line of code, and not even a
/// language, with the gateway.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class DirectClientTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>
{
    private const int Speed = 6;
    private const string ExternalId = "BL2341334 & sons";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task A_client_written_in_another_language_gets_through_the_whole_conversation()
    {
        // Frames of an odd size split every other sample.
        var outcome = await RunAsync(new()
        {
            ["GATEWAY_SAMPLE"] = TestPaths.Sample,
            ["GATEWAY_SPEED"] = Speed.ToString(CultureInfo.InvariantCulture),
            ["GATEWAY_FRAME_BYTES"] = "321",
            ["GATEWAY_EXTERNAL_ID"] = ExternalId,
        });
        var (customer, agent) = (outcome.GetProperty("customer"), outcome.GetProperty("agent"));
        Assert.NotEqual(StreamId(customer), StreamId(agent));
        foreach (var (participant, role) in new[] { (customer, Speaker.Customer), (agent, Speaker.Agent) })
        {
            MustBeTheDocumentedDialogue(participant);
            MustAddUp(participant);
            MustHaveCome(Transcripts(participant), role);
        }

        SampleCall.MustHideThePin([.. Transcripts(customer).Concat(Transcripts(agent)).Select(DirectEnding.TextOf)]);
        MustBeKept(outcome.GetProperty("messages"), customer, agent);
        Assert.All([.. Transcripts(customer), .. Transcripts(agent)], transcript => LogSecrecy.MustNotTell(gateway.Log, DirectEnding.TextOf(transcript)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.e30.")]
    public async Task With_a_bad_token_the_connection_is_closed_with_1008_and_nothing_is_said(string token)
    {
        var outcome = await RunAsync(new() { ["GATEWAY_TOKEN"] = token });
        Assert.True(outcome.GetProperty("opened").GetBoolean());
        Assert.Equal(1008, outcome.GetProperty("closeCode").GetInt32());
        Assert.NotEqual("", outcome.GetProperty("reason").GetString());
        Assert.Equal(0, outcome.GetProperty("heard").GetInt32());
    }

    private async Task<JsonElement> RunAsync(Dictionary<string, string> settings)
    {
        var run = await Node.RunAsync("direct.mjs", "", new Dictionary<string, string>(settings)
        {
            ["GATEWAY_ORIGIN"] = gateway.Origin.GetLeftPart(UriPartial.Authority),
            ["GATEWAY_API_ID"] = GatewayFixture.Key.Id,
            ["GATEWAY_API_SECRET"] = GatewayFixture.Key.Secret.Reveal(),
            ["GATEWAY_CA"] = gateway.CertificateFile,
        });
        Assert.True(run.ExitCode == 0, $"The client ended with {run.ExitCode}: {run.Errors}");
        return JsonSerializer.Deserialize<JsonElement>(run.Output);
    }

    private static void MustBeTheDocumentedDialogue(JsonElement participant)
    {
        var (start, vocabulary, final) = (participant.GetProperty("startResponse"), participant.GetProperty("vocabularyResponse"), participant.GetProperty("finalResponse"));
        // Codes are texts on this channel, and the start response spells the id in both ways (C4, C5, INF-49).
        foreach (var response in new[] { start, vocabulary, final })
            Assert.Equal("""{"code":"1000","description":"OK"}""", response.GetProperty("status").GetRawText());
        Assert.NotEqual("", start.GetProperty("streamID").GetString());
        Assert.Equal(start.GetProperty("streamID").GetString(), start.GetProperty("streamId").GetString());
        Assert.Equal(start.GetProperty("streamId").GetString(), final.GetProperty("streamId").GetString());
        Assert.All(Transcripts(participant), transcript => Assert.Equal(["message", "start", "end", "utterance"], transcript.EnumerateObject().Select(member => member.Name)));
        Assert.All(Transcripts(participant), transcript => Assert.Equal(["text"], Assert.Single(transcript.GetProperty("utterance").EnumerateArray()).EnumerateObject().Select(member => member.Name)));
        Assert.Equal(0, participant.GetProperty("unexpected").GetArrayLength());
        Assert.Equal(1000, participant.GetProperty("closeCode").GetInt32());
    }

    private static void MustAddUp(JsonElement participant)
    {
        var sent = participant.GetProperty("sentBytes").GetInt64();
        Assert.Equal(Spoken.Script.Windows.Sum(window => (long)(window.Stop - window.Start).TotalMilliseconds * LinearAudio.BytesPerMillisecond), sent);
        new DirectEnding(Transcripts(participant), participant.GetProperty("finalResponse")).MustAddUp(sent);
    }

    /// <summary>Every sentence of that person inside the windows came once, at the right time, and nothing else did.</summary>
    private static void MustHaveCome(List<JsonElement> transcripts, Speaker role)
    {
        var expected = SampleCall.Expected.Where(said => said.Role == role).ToList();
        Assert.Equal(expected.Count, transcripts.Count);
        foreach (var (said, transcript) in expected.Zip(transcripts))
        {
            Spoken.Matches(said.ExpectedText, DirectEnding.TextOf(transcript), 0.3);
            Assert.InRange(Milliseconds(transcript, "start"), PositionOf(said.Start) - Tolerance, PositionOf(said.Start) + Tolerance);
            Assert.InRange(Milliseconds(transcript, "end"), PositionOf(said.End) - Tolerance, PositionOf(said.End) + Tolerance);
        }
    }

    /// <summary>The messages of the conversation are what came as transcripts (api.md 5).</summary>
    private static void MustBeKept(JsonElement answer, params JsonElement[] participants)
    {
        Assert.Equal(200, answer.GetProperty("status").GetInt32());
        var items = answer.GetProperty("body").GetProperty("items").EnumerateArray().ToList();
        foreach (var (role, participant) in new[] { "customer", "agent" }.Zip(participants))
        {
            var kept = items.Where(item => item.GetProperty("sender").GetProperty("role").GetString() == role).ToList();
            Assert.Equal(Transcripts(participant).Select(DirectEnding.TextOf), kept.Select(item => item.GetProperty("text").GetString()!));
            Assert.All(kept, item => Assert.Equal(role + "-1", item.GetProperty("sender").GetProperty("externalId").GetString()));
            Assert.All(kept, item => Assert.Matches("^[0-9A-Z]{26}$", item.GetProperty("messageId").GetString()));
        }

        Assert.Equal(participants.Sum(participant => Transcripts(participant).Count), items.Count);
        var times = items.Select(item => item.GetProperty("clientTimestamp").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Order(), times);
    }

    /// <summary>Where in what was sent, the windows one after the other, a moment of the recording is.</summary>
    private static TimeSpan PositionOf(TimeSpan moment) => Spoken.Script.Windows.Where(window => window.Start < moment)
        .Aggregate(TimeSpan.Zero, (sum, window) => sum + (moment < window.Stop ? moment : window.Stop) - window.Start);

    private static TimeSpan Milliseconds(JsonElement transcript, string name) => TimeSpan.FromMilliseconds(transcript.GetProperty(name).GetInt64());

    private static string StreamId(JsonElement participant) => participant.GetProperty("startResponse").GetProperty("streamId").GetString()!;

    private static List<JsonElement> Transcripts(JsonElement participant) => [.. participant.GetProperty("transcripts").EnumerateArray()];
}
