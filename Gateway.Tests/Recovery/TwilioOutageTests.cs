using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Gateway.Core;
using Gateway.Host;
using Gateway.Host.Recovery;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Recovery;

/// <summary>Twilio is not there, or does not answer: what was certainly not done is told from what may have been.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class TwilioOutageTests : IAsyncLifetime
{
    private static readonly CallSid Call = CallSid.Parse(TwilioApi.CallSid);
    private static readonly StreamRequest Stream = new() { Url = "wss://gw.example.test/media/t-9f3c" };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RecordedLog<TwilioRest> _log = new();
    private TwilioApi? _api;

    private TwilioApi Api => _api!;

    public async Task InitializeAsync() => _api = await TwilioApi.StartAsync();

    public async Task DisposeAsync() => await Api.DisposeAsync();

    [Fact]
    public async Task An_error_after_the_request_was_read_leaves_the_outcome_unknown_and_is_not_repeated()
    {
        Api.Fault = context => TwilioApi.RefuseAsync(context, 500, 20500, "An internal server error has occurred");
        using var rest = Rest(Api.Options());

        Assert.Equal(new TwilioAnswer<StreamSid>(TwilioOutcome.Unknown, null, 500, 20500, "An internal server error has occurred"), await rest.CreateStreamAsync(Call, Stream, default));
        Assert.Single(Api.Requests);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_request_was_read_leaves_the_outcome_unknown()
    {
        Api.Fault = AbortAsync;
        using var rest = Rest(Api.Options());

        Assert.Equal((TwilioOutcome.Unknown, null), Outcome(await rest.CreateStreamAsync(Call, Stream, default)));
        Assert.Single(Api.Requests);
    }

    [Fact]
    public async Task On_a_connection_that_was_used_before_it_is_no_different()
    {
        using var rest = Rest(Api.Options());
        await rest.FetchCallAsync(Call, default);
        Api.Fault = AbortAsync;

        Assert.Equal((TwilioOutcome.Unknown, null), Outcome(await rest.CreateStreamAsync(Call, Stream, default)));
        Assert.Single(Api.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task What_can_be_repeated_is_repeated()
    {
        foreach (var fault in new RequestDelegate[] { AbortAsync, context => TwilioApi.RefuseAsync(context, 503, 20503, "Service unavailable") })
        {
            using var rest = Rest(Api.Options());
            var stream = (await rest.CreateStreamAsync(Call, Stream, default)).Value!.Value.ToString();
            Api.Fault = OnceAsync(fault);
            Assert.Equal(TwilioCallStatus.InProgress, (await rest.FetchCallAsync(Call, default)).Value);
            Api.Fault = OnceAsync(fault);
            Assert.Equal(StreamStop.Stopped, (await rest.StopStreamAsync(Call, stream, default)).Value);
        }
    }

    [Fact]
    public async Task A_server_that_hangs_costs_the_time_limit_and_is_asked_once()
    {
        Api.Fault = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        var time = new ManualTime();
        using var rest = Rest(Api.Options(), time);

        Assert.Equal(new TwilioAnswer<StreamSid>(TwilioOutcome.Unknown, Detail: "no answer in time"), await LimitedAsync(rest.CreateStreamAsync(Call, Stream, default), time, requests: 1));
        Assert.Equal(TwilioOutcome.Unknown, (await LimitedAsync(rest.StopStreamAsync(Call, "leg-a", default), time, requests: 2)).Outcome);
        Assert.Equal(TwilioOutcome.Unreachable, (await LimitedAsync(rest.FetchCallAsync(Call, default), time, requests: 3)).Outcome);
        Assert.Equal(3, Api.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_trickles_in_counts_against_the_time_limit()
    {
        Api.Fault = async context =>
        {
            context.Response.StatusCode = 201;
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            while (await timer.WaitForNextTickAsync(context.RequestAborted))
                await context.Response.WriteAsync(" ", context.RequestAborted);
        };
        var time = new ManualTime();
        using var rest = Rest(Api.Options(), time);

        Assert.Equal((TwilioOutcome.Unknown, null), Outcome(await LimitedAsync(rest.CreateStreamAsync(Call, Stream, default), time, requests: 1)));
        Assert.Single(Api.Requests);
    }

    [Fact]
    public async Task A_server_that_accepts_connections_and_says_nothing_was_not_reached()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var rest = Rest(Api.Options(origin: OriginOf(silent), connectTimeout: TimeSpan.FromMilliseconds(100)));

        Assert.Equal(new TwilioAnswer<StreamSid>(TwilioOutcome.Unreachable, Detail: "no answer in time"), await rest.CreateStreamAsync(Call, Stream, default));
        var connections = 0;
        while (silent.Pending())
        {
            using var connection = await silent.AcceptSocketAsync();
            connections++;
        }

        Assert.Equal(4, connections);
    }

    [Fact]
    public async Task A_refused_connection_was_not_reached()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var origin = OriginOf(closed);
        closed.Stop();
        using var rest = Rest(Api.Options(origin: origin));

        Assert.Equal(new TwilioAnswer<StreamSid>(TwilioOutcome.Unreachable, Detail: "ConnectionError (ConnectionRefused)"), await rest.CreateStreamAsync(Call, Stream, default));
    }

    [Fact]
    public async Task A_server_that_comes_back_while_it_is_tried_again_gets_the_request_once()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var time = new ManualTime();
        using var rest = Rest(Api.Options(origin: new Uri($"https://127.0.0.1:{port}")), time);

        var creating = rest.CreateStreamAsync(Call, Stream, default);
        // The limit of the whole, and the delay before the next try.
        await Eventually.HoldsAsync(() => time.PendingTimers == 2);
        await using var relay = Relay.Start(port, Api.Origin.Port);
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TwilioOutcome.Done, (await creating).Outcome);
        Assert.Single(Api.Requests);
    }

    [Fact]
    public async Task A_stranger_in_Twilios_place_learns_nothing()
    {
        await using var stranger = await TwilioApi.StartAsync();
        using var rest = Rest(Api.Options(origin: stranger.Origin));

        Assert.Equal(new TwilioAnswer<StreamSid>(TwilioOutcome.Unreachable, Detail: "SecureConnectionError"), await rest.CreateStreamAsync(Call, Stream, default));
        Assert.Empty(stranger.Requests);
    }

    [Fact]
    public async Task After_many_failures_the_account_rests_and_then_goes_on()
    {
        Api.Fault = context => TwilioApi.RefuseAsync(context, 500, 20500, "An internal server error has occurred");
        var time = new ManualTime();
        using var rest = Rest(Api.Options(), time);
        using var other = Rest(Api.Options(), time);
        for (var i = 0; i < 8; i++)
            Assert.Equal(TwilioOutcome.Unknown, (await CreateAsync(rest)).Outcome);

        var resting = await CreateAsync(rest);
        Assert.Equal((TwilioOutcome.Unreachable, TimeSpan.FromSeconds(10)), (resting.Outcome, resting.RetryAfter));
        Assert.Equal(8, Api.Requests.Count);

        Api.Fault = null;
        Assert.Equal(TwilioOutcome.Done, (await CreateAsync(other)).Outcome);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TwilioOutcome.Done, (await CreateAsync(rest)).Outcome);
        Assert.Equal((1, 1), (_log.Count(4401), _log.Count(4402)));
    }

    [Fact]
    public async Task Refusals_and_throttling_do_not_make_the_account_rest()
    {
        using var rest = Rest(Api.Options());
        foreach (var status in new[] { 400, 429 })
        {
            Api.Fault = context =>
            {
                context.Response.Headers.RetryAfter = "60";
                return TwilioApi.RefuseAsync(context, status, 20001, "No");
            };
            for (var i = 0; i < 20; i++)
                Assert.Equal(status, (await CreateAsync(rest)).Status);
        }

        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Whoever_gives_up_is_told_so()
    {
        using var end = new CancellationTokenSource();
        Api.Fault = async context =>
        {
            await end.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        using var rest = Rest(Api.Options());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rest.CreateStreamAsync(Call, Stream, end.Token));
    }

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static (TwilioOutcome Outcome, StreamSid? Value) Outcome(TwilioAnswer<StreamSid> answer) => (answer.Outcome, answer.Value);

    /// <summary>On a clock that stands still: a repetition that should not be would wait for ever.</summary>
    private static Task<TwilioAnswer<StreamSid>> CreateAsync(TwilioRest rest) => rest.CreateStreamAsync(Call, Stream, default).WaitAsync(Patience, TimeProvider.System);

    private static Uri OriginOf(TcpListener listener) => new($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    private RequestDelegate OnceAsync(RequestDelegate fault) => context =>
    {
        Api.Fault = null;
        return fault(context);
    };

    /// <summary>Lets the time limit pass once the server has the request.</summary>
    private async Task<T> LimitedAsync<T>(Task<T> asking, ManualTime time, int requests)
    {
        await Eventually.HoldsAsync(() => Api.Requests.Count == requests);
        time.Advance(TimeSpan.FromMinutes(1));
        return await asking.WaitAsync(Patience, TimeProvider.System);
    }

    private TwilioRest Rest(TwilioOptions options, TimeProvider? time = null) => new(options, time ?? TimeProvider.System, _log, () => 0.5);
}
