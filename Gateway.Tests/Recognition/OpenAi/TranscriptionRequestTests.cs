using System.Text;
using Gateway.Core;
using Gateway.Media.Recognition.OpenAi;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Recognition.WholeUtterance;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition.OpenAi;

/// <summary>What is asked, and what is made of the answers of various servers.</summary>
public sealed class TranscriptionRequestTests
{
    [Fact]
    public async Task Every_byte_of_a_request_is_as_the_api_wants_it()
    {
        await using var harness = await OpenAiHarness.StartAsync(options: api => new OpenAiOptions
        {
            Endpoint = api.Endpoint,
            ApiKey = new Secret(TranscriptionApi.Key),
            WordTimestamps = true,
            Prompt = "K\u00fcche, B\u00e4der",
        });
        await harness.HearAsync();

        var call = Assert.Single(harness.Api.Calls);
        var boundary = call.ContentType!.Split("boundary=")[1];
        var header = new[]
        {
            Field("model", "whisper-1"), Field("language", "en"), Field("prompt", "K\u00fcche, B\u00e4der"), Field("response_format", "verbose_json"),
            Field("timestamp_granularities[]", "word"), Field("timestamp_granularities[]", "segment"),
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"utterance.wav\"\r\nContent-Type: audio/wav\r\n\r\n",
        };
        byte[] wav =
        [
            .. WavBytes.File(WavBytes.Format(WavBytes.Pcm, 16), WavBytes.Chunk("data", [.. OpenAiHarness.Samples().SelectMany(sample => WavBytes.UInt16(sample))])),
        ];
        // The size in the header is the file's without its first eight bytes.
        WavBytes.UInt32((uint)wav.Length - 8).CopyTo(wav, 4);
        Assert.StartsWith("multipart/form-data; boundary=", call.ContentType, StringComparison.Ordinal);
        Assert.Equal([.. Encoding.UTF8.GetBytes(string.Concat(header)), .. wav, .. Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n")], call.Body);

        string Field(string name, string value) => $"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n";
    }

    [Fact]
    public async Task Times_of_words_come_from_the_server_when_they_are_asked_for()
    {
        await using var harness = await OpenAiHarness.StartAsync(options: api => new OpenAiOptions { Endpoint = api.Endpoint, ApiKey = new Secret(TranscriptionApi.Key), WordTimestamps = true });

        Assert.Equal([("Hello", 0, 0.5), ("there.", 1, 1.5)], (await harness.HearAsync()).Words.Select(word => (word.Text, word.Start.TotalSeconds, word.End.TotalSeconds)));
    }

    [Fact]
    public async Task Otherwise_words_share_the_time_of_their_segment()
    {
        await using var harness = await OpenAiHarness.StartAsync();
        harness.Api.Text = "Hello you.";

        Assert.Equal([("Hello", 0.0, 10 / 9.0), ("you.", 10 / 9.0, 2.0)], (await harness.HearAsync()).Words.Select(word => (word.Text, Math.Round(word.Start.TotalSeconds, 4), Math.Round(word.End.TotalSeconds, 4))), Near);
        Assert.Equal("verbose_json", harness.Api.Calls[0].Field("response_format"));
        Assert.Empty(harness.Api.Calls[0].Fields["timestamp_granularities[]"]);

        static bool Near((string, double, double) one, (string, double, double) other) =>
            one.Item1 == other.Item1 && Math.Abs(one.Item2 - other.Item2) < 0.001 && Math.Abs(one.Item3 - other.Item3) < 0.001;
    }

    [Fact]
    public async Task A_model_that_has_nothing_but_text_is_asked_for_less_from_then_on()
    {
        await using var harness = await OpenAiHarness.StartAsync(options: api => new OpenAiOptions
        {
            Endpoint = api.Endpoint,
            ApiKey = new Secret(TranscriptionApi.Key),
            Model = api.PlainModel,
            WordTimestamps = true,
        });
        await harness.Engine.WarmUpAsync(default);
        Assert.Equal("Hello there.", await harness.TextAsync());

        Assert.Equal(["verbose_json", "verbose_json", "json", "json"], harness.Api.Calls.Select(call => call.Field("response_format")));
        Assert.Equal(1, harness.Log.Count(1302));
    }

    [Fact]
    public async Task A_request_that_is_refused_once_others_were_taken_is_not_asked_again()
    {
        await using var harness = await OpenAiHarness.StartAsync();
        await harness.HearAsync();
        harness.Api.Instead = static (_, context) => TranscriptionApi.RefuseAsync(context, 400, "audio_too_short", "Audio file is too short.");

        await Assert.ThrowsAsync<HttpRequestException>(harness.TextAsync);
        Assert.Equal(2, harness.Api.Calls.Count);
    }

    [Theory]
    [InlineData("""{"text":"Hello there."}""", "Hello there.")]
    [InlineData("""{"text":" Hello there. ","segments":null,"words":null}""", "Hello there.")]
    [InlineData("""{"text":"Hello there.","segments":[{"text":" Hello there.","start":0,"end":1.5,"avg_logprob":null,"no_speech_prob":"low"}]}""", "Hello there.")]
    [InlineData("""{"text":"Hello there.","segments":[{"text":" Hello there.","start":0,"end":1e300,"words":[{"word":" Hello","start":0,"end":1},{"word":" there.","start":1,"end":2}]}]}""", "Hello there.")]
    [InlineData("""{"text":""}""", "")]
    [InlineData("""{"text":null}""", "")]
    [InlineData("""{"text":" ","segments":[]}""", "")]
    public async Task Servers_answer_in_various_ways(string answer, string text)
    {
        await using var harness = await OpenAiHarness.StartAsync();
        harness.Api.Instead = (_, context) => TranscriptionApi.RespondAsync(context, 200, answer);

        Assert.Equal(text, await harness.TextAsync());
    }

    [Theory]
    [InlineData("{\"text\":\"Hel")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"text\":7}")]
    [InlineData("<html>Sign in</html>")]
    [InlineData("")]
    public async Task What_is_no_transcription_is_a_failure_and_is_not_asked_for_again(string answer)
    {
        await using var harness = await OpenAiHarness.StartAsync();
        harness.Api.Instead = (_, context) => TranscriptionApi.RespondAsync(context, 200, answer);

        await Assert.ThrowsAsync<HttpRequestException>(harness.TextAsync);
        Assert.Single(harness.Api.Calls);
    }

    [Fact]
    public async Task What_the_server_is_unsure_of_is_left_out()
    {
        await using var harness = await OpenAiHarness.StartAsync();
        (harness.Api.NoSpeechProbability, harness.Api.MeanLogProbability) = (0.8, -1.4);

        Assert.Equal("", await harness.TextAsync());
        Assert.Equal(["NoSpeech"], harness.Invented);
    }

    [Fact]
    public async Task Phrases_of_the_vocabulary_are_expected_as_far_as_there_is_room()
    {
        Assert.Null(Vocabulary.Empty.With([.. Enumerable.Range(0, 100).Select(i => new VocabularyEntry($"Produkt{i:00}", []))], out var vocabulary));
        await using var harness = await OpenAiHarness.StartAsync(options: api => new OpenAiOptions { Endpoint = api.Endpoint, ApiKey = new Secret(TranscriptionApi.Key), Prompt = "A call." });
        await harness.HearAsync(vocabulary: vocabulary);

        var prompt = Assert.Single(harness.Api.Calls).Field("prompt")!;
        Assert.StartsWith("A call. Produkt00, Produkt01, ", prompt, StringComparison.Ordinal);
        Assert.EndsWith(".", prompt, StringComparison.Ordinal);
        Assert.InRange(prompt.Length, TranscriptionPrompt.MaxLength - 15, TranscriptionPrompt.MaxLength);
    }

    [Fact]
    public async Task A_server_of_ones_own_needs_no_key()
    {
        await using var harness = await OpenAiHarness.StartAsync(options: api => new OpenAiOptions { Endpoint = new Uri(api.Endpoint, "/") });
        harness.Api.Instead = static (_, context) => TranscriptionApi.RespondAsync(context, context.Request.Path == "/audio/transcriptions" ? 200 : 404, """{"text":"Hello."}""");

        Assert.Equal("Hello.", await harness.TextAsync());
        Assert.Equal("Bearer none", harness.Api.Calls[0].Authorization);
    }
}
