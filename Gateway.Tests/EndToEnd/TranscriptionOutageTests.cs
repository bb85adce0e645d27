using System.Text.Json.Nodes;
using Gateway.Tests.Support;

namespace Gateway.Tests.EndToEnd;

/// <summary>The transcription server is killed and comes back, while calls go on.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class TranscriptionOutageTests(TranscriptionOutageTests.DependentGateway gateway) : IClassFixture<TranscriptionOutageTests.DependentGateway>
{
    private const string Remote = "openai";
    private const string Embedded = "pocketsphinx";

    [Fact]
    public async Task No_utterance_is_lost_when_the_transcription_server_is_killed_and_comes_back()
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => TestCall.DialAsync(gateway)));
        await Task.WhenAll(calls.Select(call => call.StartsAsync()));
        await SayAsync(calls);
        foreach (var call in calls)
            Assert.Equal([Remote], await EnginesAsync(call, 1));
        Assert.Equal(("ready", "working"), await StateAsync());

        // It dies with requests under way, and while it is away calls go on.
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Api.Instead = (_, context) =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var saying = SayAsync(calls);
        await asked.Task.WaitAsync(Patience.Limit);
        await gateway.Api.DisposeAsync();
        await saying;
        await SayAsync(calls);
        foreach (var call in calls)
            Assert.Equal([Remote, Embedded, Embedded], await EnginesAsync(call, 3));
        Assert.Equal(("degraded", "failing"), await StateAsync());

        await gateway.RestartApiAsync();
        var said = 3;
        do
            await SayAsync(calls);
        while ((await EnginesAsync(calls[0], ++said))[^1] != Remote);
        Assert.Equal(("ready", "working"), await StateAsync());
        foreach (var call in calls)
        {
            Assert.Equal(said, (await EnginesAsync(call, said)).Count);
            await call.DisposeAsync();
        }
    }

    private static Task SayAsync(TestCall[] calls) => Task.WhenAll(calls.Select(call => call.HearsAsync(Spoken.TakesTheOffer)));

    /// <summary>Who recognised what was delivered, in order.</summary>
    private async Task<IReadOnlyList<string?>> EnginesAsync(TestCall call, int count)
    {
        await call.TranscriptsAsync(count);
        var engines = new List<string?>();
        await foreach (var message in gateway.Store.MessagesOfAsync(call.Sid.ToString(), int.MaxValue, CancellationToken.None))
            engines.Add(message.Utterance.Engine);
        return engines;
    }

    /// <summary>What an operator sees: recognition as a whole, and the first engine.</summary>
    private async Task<(string Recognizer, string First)> StateAsync()
    {
        var ready = JsonNode.Parse((await gateway.SendAsync(HttpMethod.Get, new Uri(gateway.Management, "/readyz"), null, null)).Body)!;
        return ((string)ready["recognizer"]!, (string)ready["engines"]![0]!["state"]!);
    }

    /// <summary>A gateway that has a transcription server, and the embedded engine for when that fails.</summary>
    public sealed class DependentGateway : GatewayFixture, IAsyncLifetime
    {
        private int _port;

        internal TranscriptionApi Api { get; private set; } = null!;

        /// <inheritdoc/>
        protected override Dictionary<string, string?> Settings => new()
        {
            ["Gateway:Recognition:Engines:0"] = Remote,
            ["Gateway:Recognition:Engines:1"] = Embedded,
            ["Gateway:Recognition:OpenAI:Endpoint"] = Api.Endpoint.ToString(),
            ["Gateway:Recognition:OpenAI:ApiKey"] = TranscriptionApi.Key,
        };

        internal async Task RestartApiAsync() => Api = await TranscriptionApi.StartAsync(port: _port);

        async Task IAsyncLifetime.InitializeAsync()
        {
            Api = await TranscriptionApi.StartAsync();
            _port = Api.Endpoint.Port;
            await InitializeAsync();
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            await DisposeAsync();
            await Api.DisposeAsync();
        }
    }
}
