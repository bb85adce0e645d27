using System.Text.Json;
using Gateway.Core;
using Gateway.Simulator.Control;

namespace Gateway.Tests.EndToEnd;

/// <summary>What start requests can ask for, and what then arrives at the target (api.md 3.1, 3.5, 8).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class TranscriptionTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task A_stream_with_one_track_transcribes_that_one_and_says_what_is_missing()
    {
        await using var call = await TestCall.DialAsync(gateway, sid: null, Track.Inbound);
        var started = (await call.AsksToStartAsync()).Body!;
        Assert.False(started.IsOk);
        Assert.Contains("agent", started.ErrorMessage, StringComparison.Ordinal);
        var (customer, agent) = (started.AutotranscribeResponse!.Customer!, started.AutotranscribeResponse.Agent!);
        Assert.Equal((1000, 4080), (customer.Status.Code, agent.Status.Code));
        Assert.Null(agent.StreamId);

        await call.HearsAsync(Spoken.Sentence(Spoken.TakesTheOffer).OnInboundOnly());
        var stopped = (await call.AsksToStopAsync()).Body!.AutotranscribeResponse!;

        var transcript = Assert.Single(await call.TranscriptsAsync(1)).Message;
        Spoken.Matches(Spoken.TakesTheOffer, transcript.Text);
        Assert.Equal(customer.StreamId, transcript.StreamId);
        Assert.Equal(1, stopped.Customer!.Summary!.Transcripts);
        Assert.Null(stopped.Agent!.Summary);
    }

    [Fact]
    public async Task The_track_map_decides_who_speaks()
    {
        await using var call = await TestCall.DialAsync(gateway);
        var started = await call.StartsAsync(call.StartRequest() with { TwilioParams = new TwilioParams(new TrackRoles(Participant.Agent, Participant.Customer)) });
        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.HearsAsync(Spoken.LooksUp);
        await call.StopsAsync();

        var transcripts = await call.TranscriptsAsync(2);
        // What the recording's customer says comes on the inbound track.
        Assert.Equal((Participant.Agent, TestCall.AgentId), (transcripts[0].Message.Sender.Role, transcripts[0].Message.Sender.ExternalId));
        Assert.Equal((Participant.Customer, TestCall.CustomerId), (transcripts[1].Message.Sender.Role, transcripts[1].Message.Sender.ExternalId));
        Assert.Equal([started.Agent!.StreamId, started.Customer!.StreamId], transcripts.Select(each => each.Message.StreamId));
    }

    [Fact]
    public async Task A_pause_is_not_transcribed_and_after_it_streams_and_offsets_begin_anew()
    {
        await using var call = await TestCall.DialAsync(gateway);
        var first = await call.StartsAsync();
        await call.HearsAsync(Spoken.TakesTheOffer);
        await call.StopsAsync();
        await call.HearsAsync(Spoken.NeedsHelp);
        var second = await call.StartsAsync();
        await call.HearsAsync(Spoken.WatchesMovies);
        var summary = (await call.StopsAsync()).Customer!.Summary!;

        var transcripts = await call.TranscriptsAsync(2);
        Spoken.Matches(Spoken.TakesTheOffer, transcripts[0].Message.Text);
        Spoken.Matches(Spoken.WatchesMovies, transcripts[1].Message.Text);
        Assert.Equal([first.Customer!.StreamId, second.Customer!.StreamId], transcripts.Select(each => each.Message.StreamId));
        Assert.Equal(4, new[] { first.Customer.StreamId, first.Agent!.StreamId, second.Customer.StreamId, second.Agent!.StreamId }.Distinct().Count());
        Assert.All(transcripts, each => Assert.InRange(each.Message.AutotranscribeResponse.Start, TimeSpan.Zero, TimeSpan.FromMilliseconds(700)));
        Assert.Equal(1, summary.Transcripts);
        Assert.Equal((long)Spoken.Sentence(Spoken.WatchesMovies).Length.TotalMilliseconds, summary.AudioDurationMs);
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_sentence_delivers_what_was_said_before_it_and_nothing_after()
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync();
        await call.HearsAsync(Spoken.WithoutPause(Spoken.WatchesMovies));
        var summary = (await call.StopsAsync()).Customer!.Summary!;
        await call.HearsAsync(Spoken.NeedsHelp);
        await call.Stream.StopAsync(Patience.Limit, CancellationToken.None);

        Assert.Equal(1, summary.Transcripts);
        Spoken.Matches(Spoken.WatchesMovies, Assert.Single(await call.TranscriptsAsync(1)).Message.Text);
    }

    [Fact]
    public async Task Redacted_text_is_what_comes_when_nothing_is_asked_for()
    {
        var utterance = await UtteranceAsync(null);
        Assert.Equal(["text"], Names(utterance));
        Assert.Contains("####", Text(utterance), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unredacted_text_comes_as_it_was_said()
    {
        var utterance = await UtteranceAsync(new AutotranscribeParams { RedactionOutput = "unredacted" });
        Assert.Equal(["text"], Names(utterance));
        Spoken.Matches(Unredacted, Text(utterance), 0.3);
        Assert.DoesNotContain("#", Text(utterance), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_forms_come_side_by_side_with_the_safe_one_as_the_text()
    {
        var utterance = await UtteranceAsync(new AutotranscribeParams { RedactionOutput = "redacted_and_unredacted" });
        Assert.Equal(["text", "unredactedText"], Names(utterance));
        Assert.Contains("####", Text(utterance), StringComparison.Ordinal);
        Assert.DoesNotContain("seven", Text(utterance), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("#", utterance.GetProperty("unredactedText").GetString(), StringComparison.Ordinal);
        Spoken.Matches(Unredacted, utterance.GetProperty("unredactedText").GetString()!, 0.3);
    }

    [Fact]
    public async Task Detailed_tokens_are_the_words_with_their_times()
    {
        var utterance = await UtteranceAsync(new AutotranscribeParams { DetailedToken = true, RedactionOutput = "unredacted" });
        Assert.Equal(["text", "token"], Names(utterance));
        var tokens = utterance.GetProperty("token").EnumerateArray().ToList();
        var words = tokens.Select(token => token.GetProperty("content").GetString() + (token.TryGetProperty("punctuationAfter", out var mark) ? mark.GetString() : ""));
        Assert.Equal(Text(utterance), string.Join(' ', words));

        var end = 0L;
        foreach (var token in tokens)
        {
            Assert.Equal(["content", "start", "end"], Names(token).Take(3));
            Assert.InRange(token.GetProperty("start").GetInt64(), end - 20, token.GetProperty("end").GetInt64());
            end = token.GetProperty("end").GetInt64();
        }

        // The words fill the sentence.
        var (first, length) = (tokens[0].GetProperty("start").GetInt64(), (long)Spoken.Sentence(Spoken.NeedsHelp).Length.TotalMilliseconds);
        Assert.InRange(first, 100, 700);
        Assert.InRange(end, length - 1200, length);
    }

    private static string Unredacted => Spoken.Utterance(Spoken.NeedsHelp).ExpectedText.Replace("####", "4719", StringComparison.Ordinal);

    /// <summary>What becomes of the sentence with the PIN.</summary>
    private async Task<JsonElement> UtteranceAsync(AutotranscribeParams? parameters)
    {
        await using var call = await TestCall.DialAsync(gateway);
        await call.StartsAsync(call.StartRequest() with { AutotranscribeParams = parameters });
        await call.HearsAsync(Spoken.NeedsHelp);
        await call.StopsAsync();
        var json = JsonSerializer.Deserialize<JsonElement>(Assert.Single(await call.TranscriptsAsync(1)).Json);
        return Assert.Single(json.GetProperty("autotranscribeResponse").GetProperty("utterance").EnumerateArray());
    }

    private static string Text(JsonElement utterance) => utterance.GetProperty("text").GetString()!;

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
