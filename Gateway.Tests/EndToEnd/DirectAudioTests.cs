using System.Text.Json;

namespace Gateway.Tests.EndToEnd;

/// <summary>Audio on the direct WebSocket, however it is cut and however fast it comes (api.md 7.5, 7.6).</summary>
[Collection(EndToEndCollection.Name)]
public sealed class DirectAudioTests(ExportingGateway gateway) : IClassFixture<ExportingGateway>
{
    private const string NeedsNothingElse = "No that is all";
    private const string CallsService = "I would like to speak";
    private const int NearlyMs = 100;

    /// <summary>About 80 s of speech, or ten minutes when <c>GATEWAY_TESTS_LONG=1</c>.</summary>
    private static readonly int Rounds = Environment.GetEnvironmentVariable("GATEWAY_TESTS_LONG") == "1" ? 31 : 4;

    private static readonly string[] Round = [CallsService, Spoken.WatchesMovies, Spoken.TakesTheOffer, NeedsNothingElse, Spoken.LooksUp];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(319)]
    [InlineData(16_001)]
    public async Task It_does_not_matter_where_audio_is_cut(int frameBytes)
    {
        var (usual, odd) = (await HeardAsync(DirectSocket.FrameBytes), await HeardAsync(frameBytes));
        Assert.Equal(Told(usual), Told(odd));
        Assert.Equal(usual.Summary.GetRawText(), odd.Summary.GetRawText());
        Spoken.Matches(Spoken.TakesTheOffer, Assert.Single(usual.Texts));
    }

    [Fact]
    public async Task Positions_count_from_the_beginning_of_the_audio()
    {
        var silence = new byte[3000 * LinearAudio.BytesPerMillisecond];
        using var client = await DirectSocket.ConnectAsync(gateway);
        await client.StartAsync("customer");
        await client.PlayAsync(silence);
        await client.PlayAsync(LinearAudio.Sentence(Spoken.TakesTheOffer));
        await client.PlayAsync(silence);
        await client.PlayAsync(LinearAudio.Sentence(Spoken.TakesTheOffer));
        var transcripts = (await client.FinishAsync()).Transcripts;

        var (said, sentence) = (Spoken.Utterance(Spoken.TakesTheOffer), LinearAudio.Sentence(Spoken.TakesTheOffer).Length / LinearAudio.BytesPerMillisecond);
        Assert.Equal(2, transcripts.Count);
        foreach (var (transcript, before) in transcripts.Zip([3000, 6000 + sentence]))
        {
            // A sentence is cut out with a breath of 300 ms before it.
            Assert.InRange(transcript.GetProperty("start").GetInt64(), before + 300 - 400, before + 300 + 400);
            Assert.InRange(transcript.GetProperty("end").GetInt64(), before + 300 + (said.End - said.Start).TotalMilliseconds - 400, before + 300 + (said.End - said.Start).TotalMilliseconds + 400);
        }
    }

    [Fact]
    public async Task A_recording_that_is_sent_at_once_is_transcribed_to_its_end()
    {
        var recording = Enumerable.Repeat(Round, Rounds).SelectMany(sentences => sentences.SelectMany(LinearAudio.Sentence)).ToArray();
        using var client = await DirectSocket.ConnectAsync(gateway);
        await client.StartAsync("customer");
        // The gateway may make the sender wait, and its transcripts have to be taken meanwhile.
        var ending = client.EndingAsync();
        await client.PlayAsync(recording, frameBytes: 64_000);
        await client.SendAsync("""{"message":"finishStream"}""");

        var heard = await ending;
        heard.MustAddUp(recording.Length);
        Assert.Equal(Rounds * Round.Length, heard.Transcripts.Count);
        foreach (var round in heard.Texts.Chunk(Round.Length))
        {
            foreach (var (sentence, text) in Round.Zip(round))
                Spoken.Matches(sentence, text);
        }

        Assert.Equal(heard.Transcripts.OrderBy(transcript => transcript.GetProperty("start").GetInt64()).Select(DirectEnding.TextOf), heard.Texts);
        Assert.All(heard.Transcripts, transcript => Assert.True(transcript.GetProperty("start").GetInt64() < transcript.GetProperty("end").GetInt64()));
    }

    [Fact]
    public async Task Words_without_a_pause_after_them_are_transcribed_at_the_end()
    {
        using var client = await DirectSocket.ConnectAsync(gateway);
        await client.StartAsync("customer");
        var audio = LinearAudio.Of(Spoken.WithoutPause(Spoken.WatchesMovies), Spoken.Utterance(Spoken.WatchesMovies).Track);
        await client.PlayAsync(audio);
        var heard = await client.FinishAsync();
        heard.MustAddUp(audio.Length);
        Spoken.Matches(Spoken.WatchesMovies, Assert.Single(heard.Texts));
    }

    [Fact]
    public async Task Detailed_tokens_are_the_words_of_the_text_where_they_were_said()
    {
        using var client = await DirectSocket.ConnectAsync(gateway);
        await client.StartAsync("customer", ""","detailedToken":true,"redactionOutput":"unredacted" """);
        await client.PlayAsync(LinearAudio.Sentence(Spoken.TakesTheOffer));
        var transcript = Assert.Single((await client.FinishAsync()).Transcripts);
        var tokens = transcript.GetProperty("utterance")[0].GetProperty("token").EnumerateArray().ToList();

        var written = string.Join(' ', tokens.Select(token => Member(token, "punctuationBefore") + Member(token, "content") + Member(token, "punctuationAfter")));
        Assert.Equal(DirectEnding.TextOf(transcript), written);
        // The first word and the utterance begin at nearly the same moment; one is found by its sound, the other by its loudness.
        var at = transcript.GetProperty("start").GetInt64() - NearlyMs;
        foreach (var token in tokens)
        {
            Assert.InRange(token.GetProperty("start").GetInt64(), at, token.GetProperty("end").GetInt64());
            at = token.GetProperty("start").GetInt64();
        }

        Assert.True(tokens[^1].GetProperty("end").GetInt64() <= transcript.GetProperty("end").GetInt64() + NearlyMs);
    }

    [Fact]
    public async Task A_client_that_vanishes_in_mid_sentence_leaves_what_it_said()
    {
        const string Conversation = "vanished";
        using (var client = await DirectSocket.ConnectAsync(gateway, Conversation))
        {
            await client.StartAsync("customer");
            await client.PlayAsync(LinearAudio.Sentence(Spoken.TakesTheOffer));
            (await client.ReceiveAsync()).Must("transcript");
            await client.PlayAsync(LinearAudio.Of(Spoken.WithoutPause(Spoken.WatchesMovies), Spoken.Utterance(Spoken.WatchesMovies).Track));
        }

        var path = $"/conversation/v1/conversation/messages?externalId={Conversation}";
        await Patience.UntilAsync(async () => (await gateway.SendAsync(HttpMethod.Get, path)).Json.GetProperty("items").GetArrayLength() == 2, "both sentences are kept");
    }

    [Fact]
    public async Task A_client_that_closes_in_mid_stream_is_answered()
    {
        using var client = await DirectSocket.ConnectAsync(gateway);
        await client.StartAsync("customer");
        await client.PlayAsync(LinearAudio.Sentence(Spoken.TakesTheOffer));
        await client.CloseAsync();
        var message = await client.ReceiveAsync();
        while (message.Json is not null)
            message = await client.ReceiveAsync();
        Assert.True(message.Close == System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, $"Expected close 1000, came {message}");
    }

    [Fact]
    public async Task The_log_tells_nothing_of_what_was_said()
    {
        using var client = await DirectSocket.ConnectAsync(gateway);
        await client.StartAsync("customer");
        await client.PlayAsync(LinearAudio.Sentence(Spoken.NeedsHelp));
        LogSecrecy.MustNotTell(gateway.Log, Assert.Single((await client.FinishAsync()).Texts));
    }

    private static string Member(JsonElement token, string name) => token.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static IEnumerable<string> Told(DirectEnding ending) => ending.Transcripts.Select(transcript => transcript.GetRawText());

    private async Task<DirectEnding> HeardAsync(int frameBytes)
    {
        var audio = LinearAudio.Sentence(Spoken.TakesTheOffer);
        using var client = await DirectSocket.ConnectAsync(gateway);
        await client.StartAsync("customer");
        await client.PlayAsync(audio, frameBytes);
        var heard = await client.FinishAsync();
        heard.MustAddUp(audio.Length);
        return heard;
    }
}
