using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Gateway.Core;
using Gateway.Host.Endpoints;
using Gateway.Host.Operations;
using Gateway.Host.Security;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Protocol;

/// <summary>What a guarded group of endpoints writes to the audit log, whatever the endpoints do: here they do what a test says.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class AuditedRequestTests : IAsyncLifetime
{
    private static readonly Secret RightSecret = new("the right one of these tests");

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
    private readonly ManualTime _time = new();
    private readonly ThreadLog _log = new();
    private readonly WebApplication _server;
    private readonly HttpClient _http = new();
    private RequestDelegate _answer = _ => Task.CompletedTask;

    public AuditedRequestTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore().AddMetrics().AddLogging();
        builder.Services.AddSingleton(new ApiKeyRing([(new ApiKey("a key", new HashSet<Product> { Product.AutoTranscribe }), RightSecret.Sha256())]));
        builder.Services.AddSingleton(new RequestRate(100_000)).AddSingleton(new RepeatedWarning(_time)).AddSingleton<AuditMetrics>();
        builder.Services.AddSingleton(provider =>
            new AuditTrail(_folder, TimeSpan.FromDays(400), "node-1", provider.GetRequiredService<AuditMetrics>(), _time, _log));
        _server = builder.Build();
        _server.UseApiEnvelope();
        _server.UseRouting();
        var group = _server.MapGroup("/guarded").Guarded(_server.Services, Product.AutoTranscribe);
        group.MapPost("/named", (Delegate)AnswerAsync).WithName("aNamedOperation");
        group.MapPost("/nameless/{id}", (Delegate)AnswerAsync);
    }

    private IReadOnlyList<AuditRecord> Entries => AuditRecord.ReadAll(_folder);

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_endpoint_that_does_nothing_for_it_is_written_down_with_its_name_and_its_caller()
    {
        using var answer = await PostAsync("named");

        var entry = Assert.Single(Entries);
        Assert.Equal(("node-1", "a key", "127.0.0.1", "aNamedOperation"), (entry.Node, entry.Who, entry.From, entry.Operation));
        Assert.Equal((null, null, 200, null), (entry.Conversation, entry.Detail, entry.Status, entry.Code));
        Assert.Equal(answer.Headers.GetValues("X-Request-Id"), [entry.RequestId]);
    }

    [Fact]
    public async Task An_endpoint_without_a_name_is_written_down_with_its_pattern()
    {
        using var answer = await PostAsync("nameless/4711?token=secret");

        Assert.Equal("/guarded/nameless/{id}", Assert.Single(Entries).Operation);
    }

    [Fact]
    public async Task The_entry_is_there_before_the_answer_is()
    {
        IReadOnlyList<AuditRecord> atTheStart = [];
        _answer = async context =>
        {
            await context.Response.StartAsync();
            atTheStart = Entries;
        };
        using var answer = await PostAsync("named");

        Assert.Single(atTheStart);
        Assert.Single(Entries);
    }

    [Fact]
    public async Task A_fault_in_an_endpoint_is_written_down_as_what_the_client_is_told()
    {
        _answer = _ => throw new NotSupportedException("a fault");
        using var answer = await PostAsync("named");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var entry = Assert.Single(Entries);
        Assert.Equal(("a key", 500, "500-01"), (entry.Who, entry.Status, entry.Code));
    }

    [Fact]
    public async Task A_fault_after_the_answer_has_begun_is_not_written_down_twice()
    {
        _answer = async context =>
        {
            await context.Response.WriteAsync("half an ");
            throw new NotSupportedException("a fault");
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync("named"));

        Assert.Equal(200, Assert.Single(Entries).Status);
    }

    [Fact]
    public async Task A_client_that_goes_before_it_is_answered_is_written_down_as_499()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = async context =>
        {
            AuditTrail.Concerns(context, "CA1");
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        using var leaves = new CancellationTokenSource();
        var asked = PostAsync("named", cancellation: leaves.Token);
        await arrived.Task;
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        await Eventually.HoldsAsync(() => Entries.Count > 0);
        var entry = Assert.Single(Entries);
        Assert.Equal(("a key", "CA1", 499, null), (entry.Who, entry.Conversation, entry.Status, entry.Code));
        await _server.StopAsync();
        Assert.Single(Entries);
    }

    [Fact]
    public async Task The_disk_is_never_waited_for_on_the_thread_that_answers()
    {
        // What cannot be written is told to the log, on the thread that has tried.
        _server.Services.GetRequiredService<AuditTrail>();
        var today = Assert.Single(Directory.EnumerateFiles(_folder));
        File.Delete(today);
        File.CreateSymbolicLink(today, "/dev/full");
        Thread? answering = null;
        _answer = context =>
        {
            // Stands for a thread that the network wakes.
            answering = new Thread(() => context.Response.StartAsync().GetAwaiter().GetResult());
            answering.Start();
            answering.Join();
            return Task.CompletedTask;
        };
        (await PostAsync("named")).Dispose();

        Assert.NotNull(_log.Thread);
        Assert.NotSame(answering, _log.Thread);
    }

    [Fact]
    public async Task Requests_without_a_right_key_are_written_down_once_a_minute_with_the_number_left_out()
    {
        for (var i = 0; i < 13; i++)
            (await PostAsync("named", secret: i % 2 == 0 ? "guessed" : null)).Dispose();
        var first = Assert.Single(Entries);
        Assert.Equal((null, "127.0.0.1", "aNamedOperation", null, 401, "401-01"), (first.Who, first.From, first.Operation, first.Detail, first.Status, first.Code));

        // Whoever has a key is not silenced by them.
        (await PostAsync("named")).Dispose();
        Assert.Equal(["a key"], Entries.Skip(1).Select(entry => entry.Who));

        _time.Advance(TimeSpan.FromMinutes(1));
        (await PostAsync("named", secret: "guessed")).Dispose();
        (await PostAsync("named", secret: "guessed")).Dispose();
        Assert.Equal("and 12 more since the last entry", Assert.Single(Entries.Skip(2)).Detail);
    }

    [Fact]
    public async Task Nothing_of_a_request_is_in_the_log_but_what_belongs_there()
    {
        _answer = async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            await context.Response.WriteAsync(await reader.ReadToEndAsync());
        };
        (await PostAsync("named?token=a-token-in-the-query", body: "what somebody said")).Dispose();
        _time.Advance(TimeSpan.FromMinutes(1));
        (await PostAsync("named", secret: "a guessed secret")).Dispose();

        var text = string.Concat(Directory.EnumerateFiles(_folder).Select(File.ReadAllText));
        foreach (var secret in new[] { RightSecret.Reveal(), "guessed", "a-token", "somebody said" })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Equal(2, Entries.Count);
    }

    private Task AnswerAsync(HttpContext context) => _answer(context);

    private async Task<HttpResponseMessage> PostAsync(string path, string? secret = "", string body = "{}", CancellationToken cancellation = default)
    {
        var origin = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{origin}/guarded/{path}") { Content = new StringContent(body) };
        if (secret is not null)
        {
            request.Headers.Add("asapp-api-id", "a key");
            request.Headers.Add("asapp-api-secret", secret.Length == 0 ? RightSecret.Reveal() : secret);
        }

        return await _http.SendAsync(request, cancellation);
    }

    /// <summary>Who has logged last.</summary>
    private sealed class ThreadLog : ILogger<AuditTrail>
    {
        public Thread? Thread { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Thread = Thread.CurrentThread;
    }
}
