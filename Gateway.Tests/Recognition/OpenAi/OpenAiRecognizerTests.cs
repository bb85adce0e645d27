using System.Net;
using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.OpenAi;
using Gateway.Media.Recognition.WholeUtterance;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Recognition.OpenAi;

/// <summary>What the engine does when the server, the key or the way there is not as it should be.</summary>
public sealed class OpenAiRecognizerTests
{
    private static readonly Speaker Somebody = new() { Language = "en-US" };

    [Fact]
    public async Task A_server_that_works_warms_up()
    {
        await using var harness = await OpenAiHarness.StartAsync();
        await harness.Engine.WarmUpAsync(default);

        Assert.Equal(4000, Assert.Single(harness.Api.Calls).Samples.Length);
        Assert.Equal("openai", harness.Engine.Name);
        Assert.Equal(["en-US"], harness.Engine.Languages);
    }

    [Fact]
    public async Task A_wrong_key_is_told_without_showing_it()
    {
        const string wrong = "sk-wrong-Ux8pTT2eWmVb6QaLnd0KzR3s";
        await using var harness = await OpenAiHarness.StartAsync(options: api => new OpenAiOptions { Endpoint = api.Endpoint, ApiKey = new Secret(wrong) });
        var failure = await Assert.ThrowsAsync<RecognizerUnavailableException>(() => harness.Engine.WarmUpAsync(default));
        var utterance = await Assert.ThrowsAsync<HttpRequestException>(harness.TextAsync);

        Assert.Contains("401, invalid_api_key", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:Recognition:OpenAI:ApiKey", failure.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, utterance.StatusCode);
        Assert.DoesNotContain(wrong, failure.ToString() + utterance + string.Concat(harness.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_model_is_told()
    {
        await using var harness = await OpenAiHarness.StartAsync(options: api => new OpenAiOptions { Endpoint = api.Endpoint, ApiKey = new Secret(TranscriptionApi.Key), Model = "wisper-1" });
        var failure = await Assert.ThrowsAsync<RecognizerUnavailableException>(() => harness.Engine.WarmUpAsync(default));

        Assert.Contains("404, model_not_found", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Gateway:Recognition:OpenAI:Model", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_is_told()
    {
        await using var harness = await OpenAiHarness.StartAsync();
        harness.Api.Instead = static (_, context) => TranscriptionApi.FailAsync(context);
        Assert.Contains("500", (await Assert.ThrowsAsync<RecognizerUnavailableException>(() => harness.Engine.WarmUpAsync(default))).Message, StringComparison.Ordinal);

        await harness.Api.DisposeAsync();
        Assert.Contains("ConnectionRefused", (await Assert.ThrowsAsync<RecognizerUnavailableException>(() => harness.Engine.WarmUpAsync(default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_the_first_request_within_a_minute_is_told()
    {
        var time = new ManualTime();
        await using var harness = await OpenAiHarness.StartAsync(time);
        harness.Api.Instead = HangAsync;
        var warming = harness.Engine.WarmUpAsync(default);
        await Eventually.HoldsAsync(() => harness.Api.Calls.Count == 1);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(warming.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("within a minute", (await Assert.ThrowsAsync<RecognizerUnavailableException>(() => warming)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task What_passes_in_a_moment_is_tried_again(int status)
    {
        await using var harness = await OpenAiHarness.StartAsync();
        harness.Api.Instead = (request, context) => request < 2 ? TranscriptionApi.RefuseAsync(context, status, "busy", "Later.") : harness.Api.AnswerAsync(context);

        Assert.Equal("Hello there.", await harness.TextAsync());
        Assert.Equal(3, harness.Api.Calls.Count);
        Assert.Equal(harness.Api.Calls[0].File, harness.Api.Calls[2].File);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_made_anew()
    {
        await using var harness = await OpenAiHarness.StartAsync();
        harness.Api.Instead = (request, context) =>
        {
            if (request > 0)
                return harness.Api.AnswerAsync(context);
            context.Abort();
            return Task.CompletedTask;
        };

        Assert.Equal("Hello there.", await harness.TextAsync());
    }

    [Fact]
    public async Task A_server_that_fails_again_and_again_is_tried_three_times()
    {
        await using var harness = await OpenAiHarness.StartAsync();
        harness.Api.Instead = static (_, context) => TranscriptionApi.FailAsync(context);

        Assert.Equal(HttpStatusCode.InternalServerError, (await Assert.ThrowsAsync<HttpRequestException>(harness.TextAsync)).StatusCode);
        Assert.Equal(3, harness.Api.Calls.Count);
    }

    [Fact]
    public async Task The_server_says_when_it_may_be_asked_again()
    {
        await using var harness = await OpenAiHarness.StartAsync();
        harness.Api.Instead = (request, context) =>
        {
            context.Response.Headers.RetryAfter = "1";
            return request == 0 ? TranscriptionApi.RefuseAsync(context, 429, "rate_limit_exceeded", "Rate limit reached.", "requests") : harness.Api.AnswerAsync(context);
        };
        var began = TimeProvider.System.GetTimestamp();

        Assert.Equal("Hello there.", await harness.TextAsync());
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromSeconds(0.99), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("20", "rate_limit_exceeded")]
    [InlineData("Fri, 31 Dec 2100 23:59:59 GMT", "rate_limit_exceeded")]
    [InlineData(null, "insufficient_quota")]
    public async Task What_takes_longer_is_left_to_the_next_engine(string? retryAfter, string code)
    {
        await using var harness = await OpenAiHarness.StartAsync();
        harness.Api.Instead = (_, context) =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            return TranscriptionApi.RefuseAsync(context, 429, code, "Later.", "requests");
        };

        Assert.Equal(HttpStatusCode.TooManyRequests, (await Assert.ThrowsAsync<HttpRequestException>(harness.TextAsync)).StatusCode);
        Assert.Single(harness.Api.Calls);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_ends_and_is_not_repeated()
    {
        var time = new ManualTime();
        await using var harness = await OpenAiHarness.StartAsync(time);
        harness.Api.Instead = HangAsync;
        var hearing = harness.HearAsync();
        await Eventually.HoldsAsync(() => harness.Api.Calls.Count == 1);
        time.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<TimeoutException>(() => hearing);
        await Eventually.HoldsAsync(() => harness.Api.UnderWay == 0);
        Assert.Single(harness.Api.Calls);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var harness = await OpenAiHarness.StartAsync();
        harness.Api.Instead = static (_, context) =>
        {
            context.Response.Redirect("/v1/elsewhere");
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<HttpRequestException>(harness.TextAsync);
        Assert.Single(harness.Api.Calls);
    }

    [Fact]
    public async Task No_more_than_allowed_are_sent_at_the_same_time()
    {
        await using var harness = await OpenAiHarness.StartAsync(options: api => new OpenAiOptions { Endpoint = api.Endpoint, ApiKey = new Secret(TranscriptionApi.Key), MaxConcurrent = 2 });
        var go = new TaskCompletionSource();
        harness.Api.Instead = async (_, context) =>
        {
            await go.Task;
            await harness.Api.AnswerAsync(context);
        };
        var hearing = Enumerable.Range(0, 6).Select(_ => harness.TextAsync()).ToArray();
        await Eventually.HoldsAsync(() => harness.Api.Calls.Count == 2);
        go.SetResult();

        Assert.All(await Task.WhenAll(hearing), text => Assert.Equal("Hello there.", text));
        Assert.Equal(2, harness.Api.MostUnderWay);
    }

    [Fact]
    public async Task Whoever_waits_for_a_place_can_give_up()
    {
        await using var harness = await OpenAiHarness.StartAsync(options: api => new OpenAiOptions { Endpoint = api.Endpoint, ApiKey = new Secret(TranscriptionApi.Key), MaxConcurrent = 1 });
        using var patience = new CancellationTokenSource();
        harness.Api.Instead = HangAsync;
        var first = harness.HearAsync(end: patience.Token);
        await Eventually.HoldsAsync(() => harness.Api.Calls.Count == 1);
        var second = harness.HearAsync(end: patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Eventually.HoldsAsync(() => harness.Api.UnderWay == 0);
        harness.Api.Instead = null;
        Assert.Equal("Hello there.", await harness.TextAsync());
    }

    [Fact]
    public async Task A_server_in_trouble_is_left_alone_until_it_has_rested()
    {
        var time = new ManualTime();
        await using var harness = await OpenAiHarness.StartAsync(time);
        harness.Api.Instead = static (_, context) => TranscriptionApi.RespondAsync(context, 200, "no transcription");
        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAsync<HttpRequestException>(harness.TextAsync);
        await Assert.ThrowsAsync<RecognizerUnavailableException>(async () => await harness.Engine.BeginAsync(Somebody));
        Assert.Equal((5, 1), (harness.Api.Calls.Count, harness.Log.Count(1311)));

        // One request finds out, and it fails.
        time.Advance(TimeSpan.FromSeconds(10.1));
        await Assert.ThrowsAsync<HttpRequestException>(harness.TextAsync);
        await Assert.ThrowsAsync<RecognizerUnavailableException>(async () => await harness.Engine.BeginAsync(Somebody));
        Assert.Equal(6, harness.Api.Calls.Count);

        harness.Api.Instead = null;
        time.Advance(TimeSpan.FromSeconds(10.1));
        Assert.Equal("Hello there.", await harness.TextAsync());
        Assert.Equal("Hello there.", await harness.TextAsync());
        Assert.Equal(1, harness.Log.Count(1312));
    }

    [Fact]
    public async Task A_server_that_makes_everybody_give_up_is_left_alone_too()
    {
        var time = new ManualTime();
        await using var harness = await OpenAiHarness.StartAsync(time);
        harness.Api.Instead = HangAsync;
        for (var i = 1; i <= 5; i++)
        {
            using var deadline = new CancellationTokenSource();
            var hearing = harness.HearAsync(end: deadline.Token);
            await Eventually.HoldsAsync(() => harness.Api.Calls.Count == i);
            time.Advance(TimeSpan.FromSeconds(3));
            await deadline.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hearing);
        }

        await Assert.ThrowsAsync<RecognizerUnavailableException>(async () => await harness.Engine.BeginAsync(Somebody));
    }

    [Fact]
    public async Task Requests_that_nobody_waits_for_any_more_do_not_speak_against_the_server()
    {
        await using var harness = await OpenAiHarness.StartAsync(new ManualTime());
        harness.Api.Instead = HangAsync;
        for (var i = 1; i <= 8; i++)
        {
            using var deadline = new CancellationTokenSource();
            var hearing = harness.HearAsync(end: deadline.Token);
            await Eventually.HoldsAsync(() => harness.Api.Calls.Count == i);
            await deadline.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hearing);
        }

        (await harness.Engine.BeginAsync(Somebody)).Dispose();
    }

    [Fact]
    public async Task A_pause_is_not_used_unless_configured()
    {
        await using var harness = await OpenAiHarness.StartAsync();
        using var recognition = await harness.Engine.BeginAsync(Somebody);
        recognition.Push(OpenAiHarness.Samples());
        await recognition.AnticipateAsync(default);

        Assert.Single((await recognition.FinishAsync(default)).Words, word => word.Text == "Hello");
        Assert.Single(harness.Api.Calls);
    }

    [Fact]
    public async Task What_was_sent_at_a_pause_is_used_once()
    {
        await using var harness = await OpenAiHarness.StartAsync(options: Anticipating);
        using var recognition = await harness.Engine.BeginAsync(Somebody);
        recognition.Push(OpenAiHarness.Samples());
        await recognition.AnticipateAsync(default);

        Assert.Single((await recognition.FinishAsync(default)).Words, word => word.Text == "Hello");
        Assert.Single(harness.Api.Calls);
    }

    [Fact]
    public async Task Speech_that_goes_on_ends_the_request_made_at_the_pause()
    {
        await using var harness = await OpenAiHarness.StartAsync(options: Anticipating);
        harness.Api.Instead = (request, context) => request == 0 ? HangAsync(request, context) : harness.Api.AnswerAsync(context);
        using var recognition = await harness.Engine.BeginAsync(Somebody);
        recognition.Push(OpenAiHarness.Samples());
        await recognition.AnticipateAsync(default);
        await Eventually.HoldsAsync(() => harness.Api.Calls.Count == 1);
        recognition.Push(OpenAiHarness.Samples());
        await Eventually.HoldsAsync(() => harness.Api.UnderWay == 0);

        Assert.Single((await recognition.FinishAsync(default)).Words, word => word.Text == "Hello");
        Assert.Equal([16_000, 32_000], harness.Api.Calls.Select(call => call.Samples.Length));
    }

    [Theory]
    [InlineData("http://asr.example.net:8000/v1", 1)]
    [InlineData("http://127.0.0.1:8000/v1", 0)]
    [InlineData("https://asr.example.net/v1", 0)]
    public void Voices_without_encryption_are_warned_of(string endpoint, int warnings)
    {
        using var counted = new CountedInventions();
        var log = new RecordedLog<OpenAiRecognizer>();
        new OpenAiRecognizer(new OpenAiOptions { Endpoint = new Uri(endpoint) }, new InventedTextOptions(), counted.Metrics, TimeProvider.System, log).Dispose();

        Assert.Equal(warnings, log.Count(1301));
    }

    [Fact]
    public async Task A_private_authority_is_believed_when_configured()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        using var authority = new PrivateAuthority(folder, "ours");
        using var counted = new CountedInventions();
        await using var api = await TranscriptionApi.StartAsync(authority.IssueServer("127.0.0.1"));
        using var trusting = Engine(authority.File);
        using var wary = Engine(null);

        await trusting.WarmUpAsync(default);
        Assert.Contains("SecureConnectionError", (await Assert.ThrowsAsync<RecognizerUnavailableException>(() => wary.WarmUpAsync(default))).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);

        OpenAiRecognizer Engine(string? caFile) => new(
            new OpenAiOptions { Endpoint = api.Endpoint, ApiKey = new Secret(TranscriptionApi.Key), CaFile = caFile }, new InventedTextOptions(), counted.Metrics, TimeProvider.System,
            new RecordedLog<OpenAiRecognizer>());
    }

    [Fact]
    public void One_request_in_ten_may_be_repeated_and_five_are_in_reserve()
    {
        var budget = new RetryBudget();
        Assert.Equal(5, Enumerable.Range(0, 100).Count(_ => budget.TrySpend()));

        var spent = 0;
        for (var i = 0; i < 1000; i++)
        {
            budget.Earn();
            spent += budget.TrySpend() ? 1 : 0;
        }

        Assert.Equal(100, spent);
    }

    private static OpenAiOptions Anticipating(TranscriptionApi api) => new() { Endpoint = api.Endpoint, ApiKey = new Secret(TranscriptionApi.Key), Anticipate = true };

    private static Task HangAsync(int request, HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
}
