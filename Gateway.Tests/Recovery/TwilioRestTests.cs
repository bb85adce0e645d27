using System.Diagnostics.CodeAnalysis;
using Gateway.Core;
using Gateway.Host;
using Gateway.Host.Recovery;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Recovery;

/// <summary>What Twilio answers, and what the gateway makes of it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class TwilioRestTests : IAsyncLifetime
{
    private static readonly CallSid Call = CallSid.Parse(TwilioApi.CallSid);

    private readonly RecordedLog<TwilioRest> _log = new();
    private TwilioApi? _api;

    private TwilioApi Api => _api!;

    public async Task InitializeAsync() => _api = await TwilioApi.StartAsync();

    public async Task DisposeAsync() => await Api.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_of_a_live_call_is_made_and_stopped(bool apiKey)
    {
        using var rest = Rest(Api.Options(apiKey));

        var created = await rest.CreateStreamAsync(Call, Stream(), default);
        Assert.Equal((TwilioOutcome.Done, 201), (created.Outcome, created.Status));
        Assert.Equal(StreamStop.Stopped, (await rest.StopStreamAsync(Call, created.Value!.Value.ToString(), default)).Value);

        await rest.CreateStreamAsync(Call, Stream("leg a/b?"), default);
        Assert.Equal(StreamStop.Stopped, (await rest.StopStreamAsync(Call, "leg a/b?", default)).Value);
        Assert.Equal(new TwilioAnswer<StreamStop>(TwilioOutcome.Done, StreamStop.Gone, 404, 20404), await rest.StopStreamAsync(Call, "leg a/b?", default));
    }

    [Theory]
    [InlineData("in-progress", nameof(TwilioCallStatus.InProgress))]
    [InlineData("completed", nameof(TwilioCallStatus.Completed))]
    [InlineData("no-answer", nameof(TwilioCallStatus.NoAnswer))]
    [InlineData("something new", nameof(TwilioCallStatus.Other))]
    public async Task A_call_tells_how_far_it_has_come(string status, string expected)
    {
        Api.CallStatus = status;
        using var rest = Rest();

        Assert.Equal(expected, (await rest.FetchCallAsync(Call, default)).Value.ToString());
    }

    [Fact]
    public async Task A_refusal_comes_with_Twilios_code()
    {
        using var stranger = Rest(Api.Options(authToken: "another"));
        using var rest = Rest();
        var unknown = CallSid.Parse($"CA{3:D32}");

        Assert.Equal(new TwilioAnswer<TwilioCallStatus>(TwilioOutcome.Refused, null, 401, 20003, "Authenticate"), await stranger.FetchCallAsync(Call, default));
        Assert.Equal(new TwilioAnswer<StreamSid>(TwilioOutcome.Refused, null, 404, 20404, "The requested resource *** was not found"), await rest.CreateStreamAsync(unknown, Stream(), default));
        Api.CallStatus = "completed";
        var ended = await rest.CreateStreamAsync(Call, Stream(), default);
        Assert.Equal((TwilioOutcome.Refused, 400, 21220), (ended.Outcome, ended.Status, ended.Code));
        Assert.Equal(3, Api.Requests.Count);
    }

    [Fact]
    public async Task A_stop_that_leads_nowhere_is_not_taken_for_a_stream_that_is_gone()
    {
        Api.Fault = context => WriteAsync(context, 404, "Not Found");
        using var rest = Rest();

        Assert.Equal(TwilioOutcome.Refused, (await rest.StopStreamAsync(Call, "leg-a", default)).Outcome);
    }

    [Fact]
    public async Task Too_many_requests_are_waited_for_when_the_wait_is_short()
    {
        Api.Fault = context => ThrottleAsync(context, "0", afterwards: null);
        using var rest = Rest();

        Assert.Equal(TwilioOutcome.Done, (await rest.CreateStreamAsync(Call, Stream(), default)).Outcome);
        Assert.Equal(2, Api.Requests.Count);
    }

    [Theory]
    [InlineData("60", 60)]
    [InlineData("Fri, 20 Nov 2026 13:01:00 GMT", 60)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public async Task Too_many_requests_are_reported_when_the_wait_is_long_or_does_not_help(string? header, int? seconds)
    {
        Api.Fault = context => ThrottleAsync(context, header, ThrottleAgainAsync);
        var now = TimeProvider.System.GetUtcNow();
        using var rest = Rest(time: new ShiftedTime(TimeProvider.System) { Shift = new DateTimeOffset(2026, 11, 20, 13, 0, 0, TimeSpan.Zero) - now });

        var answer = await rest.CreateStreamAsync(Call, Stream(), default);

        Assert.Equal((TwilioOutcome.RateLimited, 429, 20429), (answer.Outcome, answer.Status, answer.Code));
        Assert.Equal(seconds, answer.RetryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null);
        Assert.Equal(seconds is null ? 4 : 1, Api.Requests.Count);

        Task ThrottleAgainAsync(HttpContext context) => ThrottleAsync(context, header, ThrottleAgainAsync);
    }

    [Fact]
    public async Task After_a_redirect_nobody_is_followed()
    {
        await using var elsewhere = await TwilioApi.StartAsync();
        Api.Fault = context =>
        {
            context.Response.Redirect(new Uri(elsewhere.Origin, context.Request.Path).ToString(), permanent: true, preserveMethod: true);
            return Task.CompletedTask;
        };
        using var rest = Rest();

        var answer = await rest.CreateStreamAsync(Call, Stream(), default);

        Assert.Equal((TwilioOutcome.Refused, 308, "a redirect, which is not followed"), (answer.Outcome, answer.Status, answer.Detail));
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"sid\":5}")]
    [InlineData("{\"sid\":\"\"}")]
    [InlineData("{\"sid\":\"MZ \"}")]
    [InlineData("<?xml version=\"1.0\"?><TwilioResponse/>")]
    [InlineData("\u0000\u0001\uffff")]
    public async Task An_answer_that_names_no_stream_leaves_open_whether_there_is_one(string body)
    {
        Api.Fault = context => WriteAsync(context, 201, body);
        using var rest = Rest();

        Assert.Equal(new TwilioAnswer<StreamSid>(TwilioOutcome.Unknown, null, 201, null, "the answer names no stream"), await rest.CreateStreamAsync(Call, Stream(), default));
        Assert.Equal(TwilioOutcome.Unreachable, (await rest.FetchCallAsync(Call, default)).Outcome);
    }

    [Theory]
    [InlineData("garbage", null)]
    [InlineData("{\"code\":\"twenty\"}", null)]
    [InlineData("{\"code\":\"20404\"}", 20404)]
    [InlineData("{\"message\":[1]}", null)]
    [InlineData("null", null)]
    public async Task A_refusal_in_other_words_is_still_one(string body, int? code)
    {
        Api.Fault = context => WriteAsync(context, 403, body);
        using var rest = Rest();

        Assert.Equal(new TwilioAnswer<StreamSid>(TwilioOutcome.Refused, null, 403, code), await rest.CreateStreamAsync(Call, Stream(), default));
    }

    [Theory]
    [InlineData(201, nameof(TwilioOutcome.Unknown), "the answer names no stream")]
    [InlineData(400, nameof(TwilioOutcome.Refused), null)]
    [InlineData(500, nameof(TwilioOutcome.Unknown), null)]
    public async Task An_endless_answer_is_read_up_to_a_bound(int status, string outcome, string? detail)
    {
        var cut = new TaskCompletionSource();
        Api.Fault = async context =>
        {
            context.Response.StatusCode = status;
            context.RequestAborted.Register(cut.SetResult);
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync(new string(' ', 1024));
        };
        using var rest = Rest();

        var answer = await rest.CreateStreamAsync(Call, Stream(), default);

        Assert.Equal((outcome, status, detail), (answer.Outcome.ToString(), answer.Status, answer.Detail));
        await cut.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    [Fact]
    public async Task An_answer_of_ten_megabytes_is_no_answer()
    {
        Api.Fault = context => WriteAsync(context, 201, new string(' ', 10 * 1024 * 1024) + "{\"sid\":\"MZ1\"}");
        using var rest = Rest();

        var answer = await rest.CreateStreamAsync(Call, Stream(), default);

        Assert.Equal((TwilioOutcome.Unknown, "the answer names no stream"), (answer.Outcome, answer.Detail));
    }

    [Fact]
    public async Task Nothing_that_was_sent_comes_back_in_an_answer_or_in_the_log()
    {
        const string Token = "eyJhbGciOi";
        var stream = new StreamRequest
        {
            Url = $"wss://gw.example.test/media/{Token}",
            Name = "Ada Lovelace",
            StatusCallback = "https://gw.example.test/s#rc=3",
            Parameters = [new("from", "+15550100"), new("to", "n\u00fcrnberg"), new("pin", "b2f")],
        };
        var sent = new[] { Token, "Lovelace", "gw.example.test", "15550100", "nürnberg", "b2f", TwilioApi.AuthToken, TwilioApi.ApiKeySecret, Api.CaFile };
        Api.Fault = context => TwilioApi.RefuseAsync(
            context, 500, 21000,
            $"Invalid {stream.Url} or {Token} ({Uri.EscapeDataString(stream.Url)}), '{stream.Name}' N%C3%BCrnberg n\u00fcrnberg (b2f) from +15550100,\r\n "
            + $"{TwilioApi.AuthToken} {TwilioApi.ApiKeySecret} {stream.StatusCallback} over");
        using var rest = Rest(Api.Options(apiKey: true));

        for (var i = 0; i < 20; i++)
        {
            var answer = (await rest.CreateStreamAsync(Call, stream, default)).ToString();
            Assert.All(sent, text => Assert.DoesNotContain(text, answer, StringComparison.OrdinalIgnoreCase));
            if (i == 0)
                Assert.Contains("Invalid *** or ***", answer, StringComparison.Ordinal);
        }

        Assert.Equal(1, _log.Count(4401));
        Assert.All(sent, text => Assert.DoesNotContain(text, string.Join('\n', _log.Lines), StringComparison.OrdinalIgnoreCase));
    }

    private static StreamRequest Stream(string? name = null) => new() { Url = "wss://gw.example.test/media/t-9f3c", Name = name };

    private TwilioRest Rest(TwilioOptions? options = null, TimeProvider? time = null) => new(options ?? Api.Options(), time ?? TimeProvider.System, _log, () => 0.5);

    private Task ThrottleAsync(HttpContext context, string? retryAfter, RequestDelegate? afterwards)
    {
        Api.Fault = afterwards;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return TwilioApi.RefuseAsync(context, 429, 20429, "Too Many Requests");
    }

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }
}
