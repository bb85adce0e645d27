using System.Net.WebSockets;
using System.Text.Json;
using Gateway.Core;
using Gateway.Media.Calls;
using Gateway.Media.Direct;
using Gateway.Media.Text.Redaction;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

/// <summary>What decides how a direct stream ends besides its messages: time, capacity, the process, a client that is gone or does not read.</summary>
public sealed class DirectStreamTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly CallOptions Defaults = new();

    private readonly CallTableHarness _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_stream_on_which_no_data_comes_for_a_minute_ends_with_4083()
    {
        using var client = _gateway.Connect();
        await client.StartAsync();
        Pass(Defaults.MediaIdle - Second);
        await client.SayAsync("""{"message":"updateVocabulary","phrases":[]}""");
        await client.HearAsync();
        Pass(Defaults.MediaIdle - Second);
        Assert.False(client.Served.IsCompleted);
        Pass(Second);

        Assert.Equal("4083", DirectClient.CodeOf((await client.HearTheEndAsync()).Final));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    [Fact]
    public async Task A_client_that_connects_and_says_nothing_ends_with_4083()
    {
        using var client = _gateway.Connect();
        Pass(Defaults.MediaIdle);

        Assert.Equal("4083", DirectClient.CodeOf((await client.HearTheEndAsync()).Final));
    }

    [Fact]
    public async Task A_stream_that_lasts_three_hours_ends_with_4090_and_what_was_said_is_transcribed()
    {
        Pass(Second);
        using var client = _gateway.Connect();
        await client.StartAsync();
        var heard = 0;
        for (var passed = TimeSpan.Zero; passed < Defaults.MaxSpan; passed += TimeSpan.FromSeconds(50))
        {
            heard += await HeardAsync(client, Sound.Voice(TimeSpan.FromMilliseconds(600)));
            Pass(TimeSpan.FromSeconds(50));
        }

        var (final, before) = await client.HearTheEndAsync();

        Assert.Equal("4090", DirectClient.CodeOf(final));
        Assert.Equal(216, heard + before.Count);
        Assert.Equal(216, final.GetProperty("summary").GetProperty("transcripts").GetInt32());
        Assert.Equal(216, _gateway.Delivered.Utterances.Count);
        Assert.Equal(StreamEnding.TooLong, Assert.Single(_gateway.Record.Events.OfType<MediaEnded>()).Ending);
    }

    [Fact]
    public async Task A_gateway_that_shuts_down_says_5001_after_the_last_words_and_closes_with_1001()
    {
        using var client = _gateway.Connect();
        await client.StartAsync();
        await HeardAsync(client, Sound.Voice(Second));
        _gateway.Shutdown();

        var (final, before) = await client.HearTheEndAsync();

        Assert.Equal("5001", DirectClient.CodeOf(final));
        Assert.Single(before);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
    }

    [Fact]
    public async Task A_gateway_that_cannot_recognise_yet_says_5002()
    {
        using var client = _gateway.Connect(ready: false);
        await client.SayAsync("""{"message":"startStream","sender":{"role":"agent","externalId":"a"}}""");

        Assert.Equal("5002", DirectClient.CodeOf((await client.HearTheEndAsync()).Final));
    }

    [Fact]
    public async Task One_stream_too_many_is_told_5002_and_the_others_go_on()
    {
        using var gateway = new CallTableHarness(direct: new DirectOptions { MaxStreams = 1 });
        using var first = gateway.Connect();
        await first.StartAsync();
        using var second = gateway.Connect();
        await second.SayAsync("""{"message":"startStream","sender":{"role":"agent","externalId":"a"}}""");
        Assert.Equal("5002", DirectClient.CodeOf((await second.HearTheEndAsync()).Final));

        await first.SayAsync("""{"message":"finishStream"}""");
        Assert.Equal("1000", DirectClient.CodeOf((await first.HearTheEndAsync()).Final));
        using var third = gateway.Connect();
        await third.StartAsync();
    }

    [Theory]
    [InlineData("unredacted")]
    [InlineData("redacted_and_unredacted")]
    public async Task Where_all_output_must_be_redacted_anything_else_is_told_4094(string output)
    {
        using var gateway = new CallTableHarness(redaction: new RedactionOptions { AlwaysRedact = true });
        using var client = gateway.Connect();
        await client.SayAsync($$"""{"message":"startStream","sender":{"role":"agent","externalId":"a"},"redactionOutput":"{{output}}"}""");

        Assert.Equal("4094", DirectClient.CodeOf((await client.HearTheEndAsync()).Final));
    }

    [Fact]
    public async Task Audio_that_comes_faster_than_it_is_recognised_waits_and_none_of_it_is_dropped()
    {
        _gateway.Recognizer.Capacity = new TaskCompletionSource();
        using var client = _gateway.Connect();
        await client.StartAsync();
        var sentence = Sound.Concat(Sound.Voice(2 * Second), Sound.Silence(Second));
        for (var sentences = 0; sentences < 60; sentences++)
            await client.PlayAsync(sentence);
        await client.SayAsync("""{"message":"finishStream"}""");
        await Eventually.HoldsAsync(() => _gateway.Direct.WaitingForRoom == 1);
        // To be made to wait is not to be idle.
        Pass(2 * Defaults.MediaIdle);
        Assert.False(client.Served.IsCompleted);
        _gateway.Recognizer.Capacity.SetResult();
        _gateway.Recognizer.Capacity = null;

        var (final, before) = await client.HearTheEndAsync();

        Assert.Equal("1000", DirectClient.CodeOf(final));
        Assert.Equal(60, before.Count);
        Assert.Equal(60L * 2 * sentence.Length, final.GetProperty("summary").GetProperty("totalAudioBytes").GetInt64());
        Assert.Equal(before.Select(Start).Order(), before.Select(Start));
        Assert.All(before, (transcript, number) => Assert.InRange(Start(transcript), 3000 * number, 3000 * number + 500));
    }

    [Fact]
    public async Task A_call_is_recognised_before_recordings_that_came_before_it_and_those_one_after_the_other()
    {
        var stuck = new TaskCompletionSource();
        _gateway.Recognizer.Stuck = stuck.Task;
        var recordings = Enumerable.Range(0, 5).Select(number => _gateway.Connect($"recording-{number}")).ToList();
        foreach (var recording in recordings)
        {
            await recording.StartAsync();
            for (var sentences = 0; sentences < 4; sentences++)
                await HeardAsync(recording, Sound.Concat(Sound.Voice(2 * Second), Sound.Silence(Second)));
        }

        var call = _gateway.Open();
        await _gateway.StartAsync();
        new MediaFeed(call, _gateway.Time).Play(Track.Inbound, Sound.Concat(Sound.Voice(Second), Sound.Silence(Second)));
        stuck.SetResult();
        await _gateway.StopAsync();
        foreach (var recording in recordings)
            await recording.SayAsync("""{"message":"finishStream"}""");
        foreach (var recording in recordings)
            await recording.HearTheEndAsync();

        var order = _gateway.Delivered.Utterances.Select(utterance => utterance.Conversation).ToList();
        Assert.Equal(21, order.Count);
        Assert.InRange(order.IndexOf(CallTableHarness.Sid), 0, 1);
        recordings.ForEach(recording => recording.Dispose());
    }

    [Fact]
    public async Task The_last_words_of_a_client_that_is_gone_are_delivered_all_the_same()
    {
        using var client = _gateway.Connect();
        await client.StartAsync();
        await HeardAsync(client, Sound.Voice(Second));
        client.Break();
        await client.Served.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Single(_gateway.Delivered.Utterances);
        Assert.Equal(StreamEnding.Lost, Assert.Single(_gateway.Record.Events.OfType<MediaEnded>()).Ending);
    }

    [Fact]
    public async Task A_client_that_never_reads_is_cut_off_and_nothing_piles_up()
    {
        using var client = _gateway.Connect();
        for (var questions = 0; questions < 10_000 && !client.Served.IsCompleted; questions++)
            await client.TrySayAsync("""{"message":"updateVocabulary","phrases":[]}""");
        await client.Served.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_voice_that_stops_without_silence_is_transcribed_while_the_stream_goes_on()
    {
        using var client = _gateway.Connect();
        Pass(Second);
        await client.StartAsync();
        await HeardAsync(client, Sound.Voice(Second));
        Pass(2 * Second);

        Assert.Equal("transcript", (await client.HearAsync()).GetProperty("message").GetString());
    }

    [Fact]
    public async Task Two_connections_of_one_conversation_are_complete_when_both_have_ended()
    {
        using var customer = _gateway.Connect();
        using var agent = _gateway.Connect();
        await customer.StartAsync();
        await agent.StartAsync("agent");
        foreach (var client in new[] { customer, agent })
        {
            Assert.DoesNotContain(_gateway.Record.Events.OfType<MediaEnded>(), ended => ended.Completes);
            await client.SayAsync("""{"message":"finishStream"}""");
            await client.HearTheEndAsync();
        }

        Assert.Equal([false, true], _gateway.Record.Events.OfType<MediaEnded>().Select(ended => ended.Completes));
        var started = _gateway.Record.Events.OfType<TranscriptionStarted>().ToList();
        Assert.Equal([("customer-1", null), (null, "agent-1")], started.Select(each => (each.Settings.CustomerId, each.Settings.AgentId)));
        Assert.Equal([(true, false), (false, true)], started.Select(each => (each.Customer is not null, each.Agent is not null)));
    }

    [Fact]
    public async Task What_one_connection_asks_for_is_masked_on_the_other_one()
    {
        using var customer = _gateway.Connect();
        using var agent = _gateway.Connect();
        using var somebodyElse = _gateway.Connect("conversation-2");
        await customer.StartAsync();
        await agent.StartAsync("agent");
        await somebodyElse.StartAsync();
        Assert.Contains("code", await SaysAsync(agent, "what is the security code on the back of your card"), StringComparison.Ordinal);

        Assert.Equal("It's ###.", await SaysAsync(customer, "it's eight one six"));
        Assert.Equal("It's 816.", await SaysAsync(somebodyElse, "it's eight one six"));
    }

    [Fact]
    public async Task Without_smart_formatting_the_words_are_left_as_they_were_spoken()
    {
        using var client = _gateway.Connect();
        await client.StartAsync(options: ""","smartFormatting":false,"redactionOutput":"unredacted","detailedToken":true""");
        _gateway.Recognizer.Words = "i have twenty two dollars";
        await client.PlayAsync(Sound.Concat(Sound.Voice(Second), Sound.Silence(Second)));

        var said = (await client.HearAsync()).GetProperty("utterance")[0];
        Assert.Equal("i have twenty two dollars", said.GetProperty("text").GetString());
        Assert.Equal(["i", "have", "twenty", "two", "dollars"], said.GetProperty("token").EnumerateArray().Select(token => token.GetProperty("content").GetString()));
    }

    private static int Start(JsonElement transcript) => transcript.GetProperty("start").GetInt32();

    private async Task<string> SaysAsync(DirectClient client, string words)
    {
        _gateway.Recognizer.Words = words;
        await client.PlayAsync(Sound.Concat(Sound.Voice(Second), Sound.Silence(Second)));
        return (await client.HearAsync()).GetProperty("utterance")[0].GetProperty("text").GetString()!;
    }

    /// <summary>The gateway has taken the audio when it has answered what was said after it.</summary>
    /// <returns>Transcripts that came meanwhile.</returns>
    private static async Task<int> HeardAsync(DirectClient client, short[] sound)
    {
        await client.PlayAsync(sound);
        await client.SayAsync("""{"message":"updateVocabulary","phrases":[]}""");
        var transcripts = 0;
        while ((await client.HearAsync()).GetProperty("message").GetString() == "transcript")
            transcripts++;
        return transcripts;
    }

    private void Pass(TimeSpan time)
    {
        _gateway.Time.Advance(time);
        _gateway.Direct.Sweep();
    }
}
