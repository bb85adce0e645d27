using System.Diagnostics.CodeAnalysis;
using Gateway.Core;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;
using Gateway.Webhook.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Delivery;

/// <summary>Tokens in the life of a gateway: fetched once for all, renewed in time, and nothing ever posted without one.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class TokenTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly OAuth2TokenServer _tokens = new();
    private TargetSite? _site;
    private LoopbackServer? _server;

    public async Task InitializeAsync()
    {
        _site = await TargetSite.StartAsync();
        _server = await LoopbackServer.StartAsync(_site.Certificate, _tokens.AnswerAsync);
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        await _site!.DisposeAsync();
    }

    [Fact]
    public async Task A_hundred_messages_at_once_ask_for_one_token()
    {
        var gate = new TaskCompletionSource();
        _tokens.Gate = gate.Task;
        await using var publisher = await PublisherHarness.StartAsync(_site!.Options(lanes: 100, oauth2: _site.OAuth2(_server!)));
        for (var i = 0; i < 100; i++)
            publisher.Say(i, "Good morning.");
        await Eventually.HoldsAsync(() => _server!.Requests > 0);
        gate.SetResult();
        await publisher.SettledAsync();

        Assert.Equal((100, 1), (publisher.Accounts.Delivered, _server!.Requests));
        Assert.Equal(["Bearer token-1"], _site.Receiver.Transcripts.Snapshot().Select(transcript => transcript.Headers["Authorization"]).Distinct());
    }

    [Fact]
    public async Task A_token_is_renewed_sixty_seconds_before_its_end_while_it_still_serves()
    {
        using var source = Source();
        Assert.Equal("token-1", await TokenAsync(source));
        _time.Advance(TimeSpan.FromSeconds(539));
        Assert.Equal("token-1", await TokenAsync(source));
        Assert.Equal(1, _server!.Requests);

        _time.Advance(2 * Second);
        // Nobody waits for the new one.
        Assert.Equal("token-1", await TokenAsync(source));
        await Eventually.HoldsAsync(async () => await TokenAsync(source) == "token-2");
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task A_token_that_lives_for_less_than_a_minute_is_kept_for_half_its_life()
    {
        _tokens.Lifetime = 30;
        using var source = Source();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("token-1", await TokenAsync(source));
            // Whatever the first source may have begun is done by the time another one has shaken hands and has its own.
            using var other = Source();
            await TokenAsync(other);
        }

        Assert.Equal(21, _server!.Requests);
        _time.Advance(16 * Second);
        await Eventually.HoldsAsync(async () => await TokenAsync(source) == "token-22");
        Assert.Equal(22, _server.Requests);
    }

    [Fact]
    public async Task A_token_that_the_target_refuses_is_renewed_once()
    {
        await using var publisher = await PublisherHarness.StartAsync(_site!.Options(oauth2: _site.OAuth2(_server!)), _time);
        _site.Receiver.Answer = new WebhookAnswer { Status = 401, Once = true };
        Assert.Null(await publisher.FateAsync());
        Assert.Equal(["Bearer token-1", "Bearer token-2"], _site.Receiver.Transcripts.Snapshot().Select(transcript => transcript.Headers["Authorization"]));

        _time.Advance(Second);
        _site.Receiver.Answer = new WebhookAnswer { Status = 401 };
        Assert.Equal(401, (await publisher.FateAsync())!.Status);
        Assert.Equal((4, 3), (_site.Receiver.Transcripts.Snapshot().Count, _server!.Requests));
    }

    [Fact]
    public async Task A_target_that_refuses_every_token_costs_one_token_request_a_second_and_not_one_a_message()
    {
        await using var publisher = await PublisherHarness.StartAsync(_site!.Options(oauth2: _site.OAuth2(_server!)), _time);
        _site.Receiver.Answer = new WebhookAnswer { Status = 401 };
        for (var i = 0; i < 20; i++)
            Assert.Equal(401, (await publisher.FateAsync())!.Status);
        Assert.Equal(2, _server!.Requests);

        _time.Advance(Second);
        Assert.Equal(401, (await publisher.FateAsync())!.Status);
        Assert.Equal(3, _server.Requests);
    }

    [Fact]
    public async Task Many_messages_with_the_same_refused_token_ask_for_one_new_one()
    {
        await using var publisher = await PublisherHarness.StartAsync(_site!.Options(lanes: 50, oauth2: _site.OAuth2(_server!)));
        Assert.Null(await publisher.FateAsync());
        _site.Receiver.Choose = transcript => transcript.Headers["Authorization"] == "Bearer token-1" ? new WebhookAnswer { Status = 401 } : null;
        for (var i = 0; i < 50; i++)
            publisher.Say(i, "Good morning.");
        await publisher.SettledAsync();

        Assert.Equal((51, 2), (publisher.Accounts.Delivered, _server!.Requests));
    }

    [Fact]
    public async Task An_outage_shorter_than_the_tokens_remaining_life_loses_nothing()
    {
        await using var publisher = await PublisherHarness.StartAsync(_site!.Options(oauth2: _site.OAuth2(_server!)), _time);
        Assert.Null(await publisher.FateAsync());
        _tokens.Status = 503;
        _time.Advance(TimeSpan.FromSeconds(541));
        for (var i = 0; i < 58; i++)
        {
            Assert.Null(await publisher.FateAsync());
            _time.Advance(Second);
        }

        Assert.True(_server!.Requests > 2, "it was not asked again");
        _tokens.Status = 200;
        await Eventually.HoldsAsync(async () =>
        {
            // Its back-off passes.
            _time.Advance(Second / 100);
            Assert.Null(await publisher.FateAsync());
            return _site.Receiver.Transcripts.Snapshot()[^1].Headers["Authorization"] != "Bearer token-1";
        });
        Assert.Equal(publisher.Accounts.Accepted, publisher.Accounts.Delivered);
        Assert.Equal(1, publisher.Log.Count(3005));
    }

    [Fact]
    public async Task A_longer_outage_loses_messages_and_never_posts_without_a_token()
    {
        await using var publisher = await PublisherHarness.StartAsync(_site!.Options(oauth2: _site.OAuth2(_server!)), _time);
        Assert.Null(await publisher.FateAsync());
        _tokens.Status = 503;
        _time.Advance(TimeSpan.FromSeconds(601));
        for (var i = 0; i < 5; i++)
            publisher.Say(i, "Is anybody there?");
        await PassAsync(() => publisher.Accounts.Pending == 0);
        Assert.Equal(5, publisher.Accounts.Lost[LossReason.Token]);
        Assert.All(publisher.Accounts.Latest, loss => Assert.Equal("the token server answered with status 503", loss.Detail));
        Assert.Single(_site.Receiver.Transcripts.Snapshot());

        _tokens.Status = 200;
        _time.Advance(2 * Second);
        Assert.Null(await publisher.FateAsync());
        Assert.All(
            _site.Receiver.Transcripts.Snapshot(),
            transcript => Assert.StartsWith("Bearer token-", transcript.Headers["Authorization"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_error_is_tried_again_after_a_pause()
    {
        _tokens.Status = 500;
        using var source = Source(jitter: () => 0.5);
        var waiting = source.GetAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _server!.Requests == 1 && _time.PendingTimers == 1);
        Assert.False(waiting.IsCompleted);
        _tokens.Status = 200;
        _time.Advance(Second / 100);
        Assert.Equal(1, _server!.Requests);
        await PassAsync(() => waiting.IsCompleted);

        Assert.Equal("token-1", (await waiting).Token!.Value);
        Assert.Equal(2, _server.Requests);
    }

    [Fact]
    public async Task After_four_attempts_it_is_given_up_and_the_server_rests_for_a_second()
    {
        _tokens.Status = 500;
        using var source = Source();
        var waiting = source.GetAsync(CancellationToken.None);
        await PassAsync(() => waiting.IsCompleted);
        Assert.Null((await waiting).Token);
        Assert.Equal(4, _server!.Requests);

        Assert.Null((await source.GetAsync(CancellationToken.None)).Token);
        Assert.Equal(4, _server.Requests);
    }

    [Fact]
    public async Task A_refused_client_is_not_tried_again()
    {
        _tokens.Status = 401;
        _tokens.Body = """{"error":"invalid_client","error_description":"the client's secret is no good"}""";
        using var source = Source();

        Assert.Equal("the token server answered with status 401, invalid_client", (await source.GetAsync(CancellationToken.None)).Problem);
        Assert.Equal(1, _server!.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>planted</html>")]
    [InlineData("""{"access_token":"planted","token_type":"mac"}""")]
    [InlineData("""{"access_token":5,"token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"planted\r\nX: y","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"planted pläne","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"planted","token_type":"Bearer""")]
    public async Task An_answer_that_is_no_token_is_none_and_is_not_repeated(string body)
    {
        _tokens.Body = body;
        await using var publisher = await PublisherHarness.StartAsync(_site!.Options(oauth2: _site.OAuth2(_server!)));
        var loss = await publisher.FateAsync();

        Assert.Equal(LossReason.Token, loss!.Reason);
        Assert.DoesNotContain("planted", loss.Detail + string.Concat(publisher.Log.Lines), StringComparison.Ordinal);
        Assert.Empty(_site.Receiver.Transcripts.Snapshot());
    }

    [Theory]
    [InlineData("""{"access_token":"plain"}""")]
    [InlineData("""{"access_token":"plain","token_type":"bearer","expires_in":"600"}""")]
    [InlineData("""{"access_token":"plain","token_type":"Bearer","expires_in":600,"refresh_token":"unasked","more":[1,{}]}""")]
    public async Task Liberties_that_servers_take_are_put_up_with(string body)
    {
        _tokens.Body = body;
        using var source = Source();
        Assert.Equal("plain", await TokenAsync(source));
    }

    private OAuth2TokenSource Source(Func<double>? jitter = null) => new(_site!.OAuth2(_server!), allowPrivate: true, _time, NullLogger.Instance, jitter);

    private static async Task<string?> TokenAsync(OAuth2TokenSource source) => (await source.GetAsync(CancellationToken.None)).Token?.Value;

    /// <summary>Time goes by until something has happened.</summary>
    private Task PassAsync(Func<bool> fact) => Eventually.HoldsAsync(() =>
    {
        _time.Advance(Second / 100);
        return fact();
    });

    /// <summary>A token endpoint with moods.</summary>
    private sealed class OAuth2TokenServer
    {
        private int _issued;

        public int Status { get; set; } = 200;

        public int Lifetime { get; set; } = 600;

        /// <summary>What it answers; null is an honest token.</summary>
        public string? Body { get; set; }

        public Task Gate { get; set; } = Task.CompletedTask;

        public async Task AnswerAsync(HttpContext context)
        {
            await Gate;
            context.Response.StatusCode = Status;
            if (Body is not null)
                await context.Response.WriteAsync(Body);
            else if (Status == 200)
                await context.Response.WriteAsync(
                    $$"""{"access_token":"token-{{Interlocked.Increment(ref _issued)}}","token_type":"Bearer","expires_in":{{Lifetime}}}""");
        }
    }
}
