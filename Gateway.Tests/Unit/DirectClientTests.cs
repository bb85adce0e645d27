using System.Text.Json;
using Gateway.Core;
using Gateway.Simulator.Direct;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

/// <summary>The client of the direct API (api.md 7), and what it says of a gateway that misbehaves.</summary>
public sealed class DirectClientTests
{
    private const string Final =
        """
        {"message":"finalResponse","streamId":"128342213","status":{"code":"1000","description":"OK"},
         "summary":{"totalAudioBytes":4,"audioDurationMs":1,"streamingSeconds":1,"transcripts":1}}
        """;

    private static readonly StartStream Start = new(new StreamSender(Participant.Customer, "JD232442"));

    [Fact]
    public async Task A_stream_is_started_spoken_to_and_finished()
    {
        await using var harness = await DirectClientHarness.ConnectAsync();

        var start = await harness.StartAsync(Start);
        Assert.Equal("""{"sender":{"role":"customer","externalId":"JD232442"},"message":"startStream"}""", start.GetRawText());

        Assert.True(await harness.Stream.SendAudioAsync(new short[] { 1, -2 }, harness.Patience));
        Assert.Equal([1, 0, 0xFE, 0xFF], await harness.ReceiveAudioAsync());
        await harness.SendAsync("""{"message":"transcript","start":65430,"end":66000,"utterance":[{"text":"Hi, my ID is ###.","unredactedText":"Hi, my ID is 123."}]}""");
        var heard = await harness.Heard.Reader.ReadAsync(harness.Patience);
        Assert.Equal("01:05.4  customer: Hi, my ID is ###.", heard.ToString());

        var finishing = harness.Stream.FinishAsync(harness.Patience);
        Assert.Equal("""{"message":"finishStream"}""", (await harness.ReceiveTextAsync()).GetRawText());
        await harness.SendAsync(Final);
        await harness.CloseAsync(1000, "");

        var report = await finishing;
        Assert.True(report.IsOk);
        Assert.Equal("128342213", report.StreamId);
        Assert.Equal(1, report.Summary!.Transcripts);
        Assert.Equal(TimeSpan.FromMilliseconds(0.25), report.AudioSent);
        Assert.Equal([heard], report.Transcripts);
    }

    [Fact]
    public async Task What_was_asked_for_is_in_the_start()
    {
        await using var harness = await DirectClientHarness.ConnectAsync();

        var start = await harness.StartAsync(Start with { Language = "es-US", SmartFormatting = false, RedactionOutput = "unredacted" });

        Assert.Equal("es-US", start.GetProperty("language").GetString());
        Assert.False(start.GetProperty("smartFormatting").GetBoolean());
        Assert.Equal("unredacted", start.GetProperty("redactionOutput").GetString());
    }

    [Theory]
    [InlineData("""{"message":"vocabularyResponse","status":{"code":"1000","description":"OK"}}""", null)]
    [InlineData("""{"message":"vocabularyResponse","status":{"code":"4084","description":"too long"}}""", "the vocabulary was refused with 4084 too long")]
    [InlineData(null, "the vocabulary was not answered")]
    public async Task The_vocabulary_goes_before_the_audio_and_its_refusal_is_a_problem_but_not_the_end(string? answer, string? problem)
    {
        await using var harness = await DirectClientHarness.ConnectAsync();
        await harness.StartAsync(Start, new VocabularyPhrase("IEEE", ["i triple e"], "company"), new VocabularyPhrase("TLA", null, null));
        Assert.Equal(
            """{"phrases":[{"phrase":"IEEE","soundsLike":["i triple e"],"category":"company"},{"phrase":"TLA"}],"message":"updateVocabulary"}""",
            (await harness.ReceiveTextAsync()).GetRawText());
        if (answer is not null)
            await harness.SendAsync(answer);

        Assert.True(await harness.Stream.SendAudioAsync(new short[800], harness.Patience));
        var report = await FinishAsync(harness, receive: 2);
        Assert.Equal(1000, report.Status!.Code);
        Assert.Equal(problem, report.Problem);
        Assert.Equal(problem is null, report.IsOk);
    }

    [Fact]
    public async Task A_refused_start_sends_no_audio()
    {
        await using var harness = await DirectClientHarness.ConnectAsync();
        var starting = harness.Stream.StartAsync(Start, [new VocabularyPhrase("IEEE", null, null)], harness.Patience);
        await harness.ReceiveTextAsync();
        await harness.SendAsync("""{"message":"finalResponse","status":{"code":"4050","description":"language is not supported"}}""");
        await starting;

        Assert.False(await harness.Stream.SendAudioAsync(new short[800], harness.Patience));
        await harness.CloseAsync(1000, "");
        var report = await harness.Stream.FinishAsync(harness.Patience);
        Assert.Equal("ended with 4050 language is not supported", report.Problem);
        Assert.Null(report.StreamId);
        Assert.Null(report.RealTimeFactor);
    }

    [Fact]
    public async Task A_bad_token_is_told_by_its_close_code()
    {
        await using var harness = await DirectClientHarness.ConnectAsync();
        var starting = harness.Stream.StartAsync(Start, [], harness.Patience);
        await harness.CloseAsync(1008, "expired");
        await starting;

        var report = await harness.Stream.FinishAsync(harness.Patience);
        Assert.Equal("closed with 1008 expired, without a finalResponse", report.Problem);
    }

    [Fact]
    public async Task A_lost_connection_keeps_what_had_come()
    {
        await using var harness = await DirectClientHarness.ConnectAsync();
        await harness.StartAsync(Start);
        await harness.SendAsync("""{"message":"transcript","start":0,"end":1000,"utterance":[{"text":"Hi."}]}""");
        await harness.Heard.Reader.ReadAsync(harness.Patience);
        harness.Break();

        var report = await harness.Stream.FinishAsync(harness.Patience);
        Assert.Equal("the connection was lost, without a finalResponse", report.Problem);
        Assert.Single(report.Transcripts);
    }

    [Fact]
    public async Task A_stream_that_the_gateway_ends_takes_no_more_audio()
    {
        await using var harness = await DirectClientHarness.ConnectAsync();
        await harness.StartAsync(Start);
        await harness.SendAsync("""{"message":"finalResponse","streamId":"1","status":{"code":"4090","description":"too long"}}""");
        while (await harness.Stream.SendAudioAsync(new short[160], harness.Patience))
            await harness.ReceiveAudioAsync();
        await harness.CloseAsync(1000, "");

        Assert.Equal("ended with 4090 too long", (await harness.Stream.FinishAsync(harness.Patience)).Problem);
    }

    [Fact]
    public async Task A_gateway_that_takes_no_audio_any_more_ends_the_stream_after_a_while()
    {
        await using var harness = await DirectClientHarness.ConnectAsync();
        await harness.StartAsync(Start);
        var sending = SendForeverAsync();
        // The first wait that is not over at once is the one for room in the buffers of the connection.
        await PassPatienceUntilAsync(harness, sending);

        var report = await harness.Stream.FinishAsync(harness.Patience);
        Assert.Equal("the gateway has taken nothing for 120 s", report.Problem);

        async Task SendForeverAsync()
        {
            while (await harness.Stream.SendAudioAsync(new short[100_000], harness.Patience))
                harness.Patience.ThrowIfCancellationRequested();
        }
    }

    [Theory]
    [InlineData(null, "the gateway has sent no finalResponse for 120 s")]
    [InlineData(Final, "the gateway has not closed the connection for 120 s")]
    public async Task A_gateway_that_never_comes_to_an_end_is_left_after_a_while(string? last, string problem)
    {
        await using var harness = await DirectClientHarness.ConnectAsync();
        await harness.StartAsync(Start);
        var finishing = harness.Stream.FinishAsync(harness.Patience);
        await harness.ReceiveTextAsync();
        if (last is not null)
            await harness.SendAsync(last);
        // Heard last, so that all before it has been read, too.
        await harness.SendAsync("""{"message":"transcript","start":0,"end":1000,"utterance":[{"text":"Hi."}]}""");
        await harness.Heard.Reader.ReadAsync(harness.Patience);
        await PassPatienceUntilAsync(harness, finishing);

        Assert.Equal(problem, (await finishing).Problem);
    }

    [Fact]
    public async Task A_slow_gateway_is_waited_for_as_long_as_it_says_something()
    {
        await using var harness = await DirectClientHarness.ConnectAsync();
        await harness.StartAsync(Start);
        var finishing = harness.Stream.FinishAsync(harness.Patience);
        await harness.ReceiveTextAsync();
        for (var i = 0; i < 3; i++)
        {
            await Eventually.HoldsAsync(() => harness.Time.PendingTimers == 1);
            await harness.SendAsync("""{"message":"transcript","start":0,"end":1000,"utterance":[{"text":"Hi."}]}""");
            await harness.Heard.Reader.ReadAsync(harness.Patience);
            harness.Time.Advance(DirectClientHarness.ClientPatience);
        }

        await harness.SendAsync(Final);
        await harness.CloseAsync(1000, "");
        Assert.True((await finishing).IsOk);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"message":"finalResponse","status":{"code":"a thousand"}}""")]
    public async Task Nonsense_is_called_so(string nonsense)
    {
        await using var harness = await DirectClientHarness.ConnectAsync();
        await harness.StartAsync(Start);
        await harness.SendAsync(nonsense);

        Assert.Equal("the gateway sent what is no message of the direct API", (await harness.Stream.FinishAsync(harness.Patience)).Problem);
    }

    [Fact]
    public async Task The_report_has_what_a_script_needs()
    {
        await using var harness = await DirectClientHarness.ConnectAsync(Participant.Agent);
        await harness.StartAsync(Start);
        await harness.Stream.SendAudioAsync(new short[8000], harness.Patience);
        await harness.SendAsync("""{"message":"transcript","start":0,"end":1000,"utterance":[{"text":"Hi."}]}""");
        await harness.Heard.Reader.ReadAsync(harness.Patience);
        harness.Time.Advance(TimeSpan.FromSeconds(0.25));
        var connection = await FinishAsync(harness, receive: 2);

        var report = JsonSerializer.SerializeToElement(new FileReport("conversation", [connection]), FileReportJson.Default.FileReport);
        Assert.Equal("conversation", report.GetProperty("externalId").GetString());
        Assert.True(JsonElement.DeepEquals(
            JsonSerializer.Deserialize<JsonElement>(
                """
                {"role":"agent","streamId":"128342213","status":{"code":1000,"description":"OK"},
                 "summary":{"totalAudioBytes":4,"audioDurationMs":1,"streamingSeconds":1,"transcripts":1},
                 "audioSent":1000,"elapsed":250,"problem":null,
                 "transcripts":[{"start":0,"end":1000,"text":"Hi.","unredactedText":null}],"realTimeFactor":0.25}
                """),
            report.GetProperty("connections")[0]), report.GetRawText());
    }

    [Theory]
    [InlineData(0, "00:00.0")]
    [InlineData(59_990, "00:59.9")]
    [InlineData(3_600_000 + 61_500, "61:01.5")]
    public void Minutes_go_on_beyond_an_hour(long startMs, string printed) =>
        Assert.StartsWith(
            printed + "  agent: ",
            new DirectTranscript(Participant.Agent, TimeSpan.FromMilliseconds(startMs), TimeSpan.Zero, "Hi.", null).ToString(),
            StringComparison.Ordinal);

    /// <summary>The client finishes; the gateway takes what was sent, and ends the stream well.</summary>
    private static async Task<ConnectionReport> FinishAsync(DirectClientHarness harness, int receive)
    {
        var finishing = harness.Stream.FinishAsync(harness.Patience);
        for (var i = 1; i < receive; i++)
            await harness.ReceiveAudioAsync();
        await harness.ReceiveTextAsync();
        await harness.SendAsync(Final);
        await harness.CloseAsync(1000, "");
        return await finishing;
    }

    private static async Task PassPatienceUntilAsync(DirectClientHarness harness, Task end)
    {
        await Eventually.HoldsAsync(() =>
        {
            if (harness.Time.PendingTimers > 0)
                harness.Time.Advance(DirectClientHarness.ClientPatience);
            return end.IsCompleted;
        });
        await end;
    }
}
