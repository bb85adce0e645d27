using System.Net;
using System.Net.WebSockets;
using Gateway.Core;
using Gateway.Tests.EndToEnd;
using Gateway.Transcripts;
using Xunit.Abstractions;

namespace Gateway.Tests.Lifecycle;

/// <summary>The process is told to end while people talk.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DrainProcessTests(ITestOutputHelper output)
{
    /// <summary>Six calls, or twenty when <c>GATEWAY_TESTS_LONG=1</c>.</summary>
    private static readonly int Calls = Environment.GetEnvironmentVariable("GATEWAY_TESTS_LONG") == "1" ? 20 : 6;

    private static readonly CallSid Nobody = CallSid.Parse("CA000000000000000000000000000000ff");

    [Fact]
    public async Task Calls_go_on_and_nobody_new_comes_in_until_the_last_one_has_ended()
    {
        await using var gateway = await SignalledGateway.StartAsync();
        await using var talking = await gateway.TalkAsync();
        await using var idle = await gateway.DialAsync();
        using var direct = await gateway.ConnectDirectAsync();
        Assert.Equal((HttpStatusCode.OK, null), await gateway.ReadinessAsync());

        await gateway.BeginDrainAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining"), await gateway.ReadinessAsync());
        var twilioUrl = new Uri((await gateway.Client.GetStreamUrlAsync(CancellationToken.None)).Body!.StreamingUrl);
        var directUrl = new Uri((await gateway.Client.GetDirectUrlAsync(new(Guid.NewGuid().ToString("N")), CancellationToken.None)).Body!.StreamingUrl);
        foreach (var url in new[] { twilioUrl, directUrl })
        {
            var (refused, status) = await gateway.UpgradeAsync(url);
            refused.Dispose();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        }

        // Once a minute, whoever they are.
        Assert.Single(gateway.Process.Log.Split('\n'), line => line.Contains("was refused with 503, because the gateway drains", StringComparison.Ordinal));
        Assert.Equal("400-203", (await gateway.AskToStartAsync(Nobody)).Error!.Error.Code);
        Assert.True((await gateway.AskToStartAsync(idle.CallSid)).Body is { IsOk: true });
        await talking.PlayAsync(Spoken.Sentence(Spoken.WatchesMovies), CancellationToken.None);
        var said = Assert.Single(await gateway.Receiver.Of(talking.CallSid).WaitForAsync(1, Patience.Limit, CancellationToken.None));
        Spoken.Matches(Spoken.WatchesMovies, said.Message.Text);
        Assert.True((await gateway.Client.StopAsync(talking.CallSid, CancellationToken.None)).Body is { IsOk: true });

        await talking.StopAsync(Patience.Limit, CancellationToken.None);
        await idle.StopAsync(Patience.Limit, CancellationToken.None);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining"), await gateway.ReadinessAsync());
        await direct.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Equal(0, await gateway.Process.EndAsync());
        Assert.Contains("Drained after", gateway.Process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_are_closed_when_the_drain_time_has_passed_and_their_last_words_are_delivered()
    {
        await using var gateway = await SignalledGateway.StartAsync("--Gateway:Calls:DrainTime=00:00:02");
        await using var call = await gateway.TalkAsync();
        await gateway.BeginDrainAsync();

        await call.PlayAsync(Spoken.WithoutPause(Spoken.WatchesMovies), CancellationToken.None);

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, (await call.Ended.WaitAsync(Patience.Limit)).Code);
        Assert.Equal(0, await gateway.Process.EndAsync());
        Spoken.Matches(Spoken.WatchesMovies, Assert.Single(gateway.Receiver.Of(call.CallSid).Snapshot()).Message.Text);
        Assert.Contains("Draining ends after 00:00:02", gateway.Process.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM", "TERM")]
    [InlineData("INT", "TERM")]
    public async Task A_second_signal_ends_the_waiting_and_not_the_last_words(string first, string second)
    {
        await using var gateway = await SignalledGateway.StartAsync();
        await using var call = await gateway.TalkAsync();
        await call.PlayAsync(Spoken.WithoutPause(Spoken.WatchesMovies), CancellationToken.None);
        await gateway.Process.SignalAsync(first);
        await gateway.LoggedAsync("Draining: new streams are refused");

        await gateway.Process.SignalAsync(second);

        Assert.Equal(0, await gateway.Process.EndAsync());
        Spoken.Matches(Spoken.WatchesMovies, Assert.Single(gateway.Receiver.Of(call.CallSid).Snapshot()).Message.Text);
        Assert.Contains("cut short with 1 call, 0 direct streams left", gateway.Process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_calls_that_are_closed_at_once_lose_nothing_that_was_said()
    {
        await using var gateway = await SignalledGateway.StartAsync("--Gateway:Calls:DrainTime=00:00:00");
        var calls = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => gateway.TalkAsync(speed: 2)));
        await Task.WhenAll(calls.Select(async call =>
        {
            await call.PlayAsync(Spoken.Sentence(Spoken.Greets), CancellationToken.None);
            await call.PlayAsync(Spoken.WithoutPause(Spoken.WatchesMovies), CancellationToken.None);
        }));
        var before = gateway.Receiver.Transcripts.Snapshot().Count;
        var told = TimeProvider.System.GetTimestamp();

        await gateway.Process.SignalAsync("TERM");

        // Twice the speed of a telephone, everybody talks: recognition is far behind.
        Assert.Equal(0, await gateway.Process.EndAsync(TimeSpan.FromMinutes(6)));
        output.WriteLine($"{before} of {2 * Calls} sentences had arrived when the process was told to end, the others before it ended, {TimeProvider.System.GetElapsedTime(told).TotalSeconds:0.0} s later.");
        await using var store = Transcripts.Registration.CreateStore(new TranscriptOptions(), new StorePlace(Path.Combine(gateway.State, "transcripts.db"), gateway.Folder, "tests"));
        await store.OpenAsync(CancellationToken.None);
        foreach (var call in calls)
        {
            var received = gateway.Receiver.Of(call.CallSid).Snapshot().OrderBy(transcript => transcript.Message.AutotranscribeResponse.Start).ToList();
            Assert.Equal(2, received.Count);
            Spoken.Matches(Spoken.Greets, received[0].Message.Text);
            Spoken.Matches(Spoken.WatchesMovies, received[1].Message.Text);
            Assert.Equal(received.Select(transcript => transcript.Message.Text), await StoredAsync(store, call.CallSid));
            await call.DisposeAsync();
        }
    }

    private static async Task<List<string>> StoredAsync(ITranscriptStore store, CallSid call)
    {
        var stored = new List<Utterance>();
        await foreach (var message in store.MessagesOfAsync(call.ToString(), int.MaxValue, CancellationToken.None))
            stored.Add(message.Utterance);
        return [.. stored.OrderBy(utterance => utterance.Start).Select(utterance => utterance.Text)];
    }
}
