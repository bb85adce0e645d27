using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// The sample call played by a client that shares no line of code, and not even a language, with the gateway: what both sides of our own code
/// misunderstand in the same way comes to light here.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed class IndependentClientTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const int Speed = 6;

    private static string Client => Path.Combine(TestPaths.Repository, "Gateway.Tests", "Node", "call.mjs");

    [NodeFact]
    public async Task A_client_written_in_another_language_gets_the_same_transcripts()
    {
        var outcome = await PlayAsync();
        var starts = outcome.GetProperty("start").EnumerateArray().ToList();
        var stops = outcome.GetProperty("stop").EnumerateArray().ToList();
        Assert.Equal(Spoken.Script.Windows.Count, starts.Count);
        Assert.Equal(Spoken.Script.Windows.Count, stops.Count);
        Assert.Equal(1000, outcome.GetProperty("closeCode").GetInt32());

        // Every stream id belongs to one window; its offsets count from where the window began.
        var windows = starts.Zip(Spoken.Script.Windows).SelectMany(pair => StreamIds(pair.First).Select(id => (Id: id, Window: pair.Second)))
            .ToDictionary(pair => pair.Id, pair => pair.Window.Start);
        Assert.Equal(starts.SelectMany(StreamIds), stops.SelectMany(StreamIds));
        var promised = stops.SelectMany(Streams).Sum(stream => stream.GetProperty("summary").GetProperty("transcripts").GetInt32());
        var transcripts = await gateway.Receiver.Transcripts.WaitForAsync(promised, Patience.Limit, CancellationToken.None);
        SampleCall.MustHaveCome(transcripts, PositionOf);
        SampleCall.MustHideThePin(transcripts);

        TimeSpan PositionOf(ReceivedTranscript transcript) =>
            windows[transcript.Message.StreamId] + transcript.Message.AutotranscribeResponse.Start;
    }

    private async Task<JsonElement> PlayAsync()
    {
        var start = new ProcessStartInfo("node", [Client]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GATEWAY"] = gateway.Origin.GetLeftPart(UriPartial.Authority);
        start.Environment["API_ID"] = GatewayFixture.Key.Id;
        start.Environment["API_SECRET"] = GatewayFixture.Key.Secret.Reveal();
        start.Environment["CA_FILE"] = gateway.CertificateFile;
        start.Environment["SCRIPT"] = TestPaths.Sample;
        start.Environment["SPEED"] = Speed.ToString(CultureInfo.InvariantCulture);
        var ended = await ProcessRun.ToEndAsync(start, Spoken.Script.Audio.Length / Speed + Patience.Limit);
        Assert.True(ended.ExitCode == 0, $"The client ended with {ended.ExitCode}: {ended.Error}");
        return JsonSerializer.Deserialize<JsonElement>(ended.Output);
    }

    private static IEnumerable<string> StreamIds(JsonElement response) => Streams(response).Select(stream => stream.GetProperty("streamId").GetString()!);

    private static IEnumerable<JsonElement> Streams(JsonElement response)
    {
        Assert.True(response.GetProperty("isOk").GetBoolean());
        var participants = response.GetProperty("autotranscribeResponse");
        return [participants.GetProperty("customer"), participants.GetProperty("agent")];
    }

    /// <summary>Skipped, for everybody to see, where the client or its runtime is not there.</summary>
    private sealed class NodeFactAttribute : FactAttribute
    {
        public NodeFactAttribute()
        {
            if (!File.Exists(Client))
                Skip = "Gateway.Tests/Node/call.mjs is not there.";
            else if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "node"))))
                Skip = "Node.js is not installed.";
        }
    }
}
