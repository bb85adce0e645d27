using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Gateway.Core;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Twilio;
using Gateway.Simulator.Webhook;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Simulator.Cloud;

/// <summary>
/// Twilio's cloud for one account: calls that go on, a REST API over HTTPS that starts and stops their streams, signed status callbacks, and
/// the faults that all of these have. Safe for concurrent use.
/// </summary>
internal sealed class TwilioCloud : IAsyncDisposable
{
    // The fraction that Twilio's timestamps have.
    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly ConcurrentDictionary<CallSid, CloudCall> _calls = new();
    private readonly Lock _lock = new();
    private readonly List<RestRequest> _requests = [];
    private readonly List<SentCallback> _callbacks = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly CloudOptions _options;
    private readonly FrameClock _clock;
    private readonly Random _random;
    private readonly RestApi _api;
    private readonly WebhookSender _webhooks;
    private readonly WebApplication _server;

    private TwilioCloud(IPEndPoint endpoint, ReceiverCertificate certificate, CloudOptions options, FrameClock clock, Random random)
    {
        _options = options;
        _clock = clock;
        _random = random;
        _api = new RestApi(options, sid => _calls.GetValueOrDefault(sid), clock.Time);
        _webhooks = new WebhookSender(options.Trust, clock);

        // An empty builder reads no configuration and logs nothing: the environment must not change what a test sees.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(endpoint, listen => listen.UseHttps(certificate.Server)));
        _server = builder.Build();
        _server.Run(ReceiveAsync);
    }

    /// <summary>What the gateway is to take for Twilio's REST API.</summary>
    public Uri Url => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Fault: what becomes of a request to the REST API; null, or null for a request: the usual.</summary>
    public Func<RestRequest, RestFault?>? Disturb { get; set; }

    /// <summary>The requests to the REST API so far.</summary>
    public IReadOnlyList<RestRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    /// <summary>The status callbacks so far whose sending is over.</summary>
    public IReadOnlyList<SentCallback> Callbacks
    {
        get
        {
            lock (_lock)
                return [.. _callbacks];
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="endpoint">Where the REST API listens; port 0 takes a free one.</param>
    /// <param name="certificate">What it shows; must outlive the cloud.</param>
    /// <param name="options">The account.</param>
    /// <param name="clock">Paces all audio.</param>
    /// <param name="random">Makes names; for the cloud alone.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<TwilioCloud> StartAsync(
        IPEndPoint endpoint, ReceiverCertificate certificate, CloudOptions options, FrameClock clock, Random random, CancellationToken cancellationToken)
    {
        var cloud = new TwilioCloud(endpoint, certificate, options, clock, random);
        await cloud._server.StartAsync(cancellationToken);
        return cloud;
    }

    /// <summary>A call begins. It has no stream yet.</summary>
    /// <param name="audio">What is said on it, over and over.</param>
    /// <param name="begin">Where in that it begins.</param>
    public CloudCall Place(CallAudio audio, TimeSpan begin)
    {
        CallSid sid;
        lock (_lock)
            sid = TwilioSid.NewCall(_random);
        return _calls[sid] = new CloudCall(sid, new CallLine(audio, begin, _clock.Time), Dial);
    }

    /// <summary>Fetches TwiML for a call with a signed GET and does what it says.</summary>
    /// <param name="call">The call.</param>
    /// <param name="url">Where the TwiML is.</param>
    /// <param name="cancellationToken">Gives up waiting for it.</param>
    /// <exception cref="RestRefusedException">
    /// There is no TwiML (11200), it has the wrong type (12300) or is none (12100). The call is over then, as it would be at Twilio; so it
    /// is, without an exception, when nothing in the document keeps it alive.
    /// </exception>
    public async Task FollowAsync(CloudCall call, string url, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] form =
        [
            new("ApiVersion", "2010-04-01"), new("AccountSid", _options.AccountSid), new("CallSid", call.Sid.ToString()),
            new("CallStatus", call.Status), new("Direction", "inbound"), new("From", "+15550100"), new("To", "+15550101"),
        ];
        var request = SignedRequest.Create(url, "GET", form, _options.AuthToken, NewToken());
        try
        {
            var (status, type, body) = await _webhooks.FetchAsync(request, cancellationToken);
            if (status != 200)
                throw new RestRefusedException(400, 11200, $"HTTP retrieval failure: the TwiML was answered with {status?.ToString(CultureInfo.InvariantCulture) ?? "nothing"}");
            if (type is not ("text/xml" or "application/xml"))
                throw new RestRefusedException(400, 12300, $"Invalid Content-Type: {type}");
            var twiml = Twiml.Read(body, request.Url);
            foreach (var name in twiml.Stops)
                call.StopStream(name);
            foreach (var order in twiml.Starts)
                call.StartStream(order);
            if (!twiml.HoldsCall)
                _ = call.HangUpAsync();
        }
        catch (RestRefusedException)
        {
            _ = call.HangUpAsync();
            throw;
        }
    }

    /// <summary>Fault: sends a status callback once more, letter by letter.</summary>
    public Task ReplayAsync(SentCallback callback) => SendAsync(callback.Notice, callback.Request);

    /// <summary>Fault: sends a status callback that says something which did not happen.</summary>
    /// <param name="call">The call.</param>
    /// <param name="stream">One of its streams; its callback gets it.</param>
    /// <param name="code">The error, one of the 319xx.</param>
    /// <param name="fate">How it is signed.</param>
    public Task PretendAsync(CloudCall call, CloudStream stream, int code, CallbackFate fate) =>
        NotifyAsync(stream.Order, new StreamNotice(call.Sid, stream.Sid, StreamNotice.Error, code), new CallbackTreatment(fate));

    /// <summary>Hangs up on everybody and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_calls.Values.Select(static call => call.HangUpAsync()));
        foreach (var stream in _calls.Values.SelectMany(static call => call.Streams))
            stream.Dispose();
        await _server.DisposeAsync();
        _closing.Dispose();
    }

    private (CloudStream Stream, Task Running) Dial(CloudCall call, StreamOrder order)
    {
        StreamSid sid;
        Random random;
        lock (_lock)
            (sid, random) = (TwilioSid.NewStream(_random), new Random(_random.Next()));
        var stream = new CloudStream(
            call, sid, order, notice => NotifyAsync(order, notice, call.Treat?.Invoke(notice) ?? new CallbackTreatment()));
        var options = new TwilioStreamOptions
        {
            Url = call.Redial?.Invoke(order.Url) ?? order.Url,
            AccountSid = _options.AccountSid,
            CallSid = call.Sid,
            StreamSid = sid,
            Tracks = [.. order.Tracks.Where(call.Line.Tracks.Contains)],
            CustomParameters = order.Parameters,
            AuthToken = _options.AuthToken,
            Trust = _options.Trust,
            Jitter = _options.Jitter,
        };
        return (stream, Task.Run(() => stream.RunAsync(options, _clock, random)));
    }

    private async Task NotifyAsync(StreamOrder order, StreamNotice notice, CallbackTreatment treatment)
    {
        if (order.StatusCallback is not { } url || treatment.Fate == CallbackFate.Dropped)
            return;
        var key = treatment.Fate switch
        {
            CallbackFate.Unsigned => null,
            CallbackFate.Forged => new Secret("not " + _options.AuthToken.Reveal()),
            _ => _options.AuthToken,
        };
        var request = SignedRequest.Create(url, order.CallbackByGet ? "GET" : "POST", FormOf(order, notice), key, NewToken());
        try
        {
            await treatment.Until.WaitAsync(_closing.Token);
            var copies = treatment.Fate == CallbackFate.Twice ? 2 : 1;
            await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => SendAsync(notice, request)));
        }
        catch (OperationCanceledException)
        {
            // The cloud closes; nobody waits for this any more.
        }
    }

    private async Task SendAsync(StreamNotice notice, SignedRequest request)
    {
        var at = _clock.Time.GetTimestamp();
        var answers = await _webhooks.SendAsync(request, _closing.Token);
        lock (_lock)
            _callbacks.Add(new SentCallback(notice, at, request, answers));
    }

    private List<KeyValuePair<string, string>> FormOf(StreamOrder order, StreamNotice notice)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("AccountSid", _options.AccountSid), new("CallSid", notice.Call.ToString()), new("StreamSid", notice.Stream.ToString()),
            new("StreamName", order.Name ?? notice.Stream.ToString()), new("StreamEvent", notice.Event),
            new("Timestamp", _clock.Time.GetUtcNow().ToString(Timestamp, CultureInfo.InvariantCulture)),
        ];
        if (notice.ErrorCode is { } code)
        {
            form.Add(new("StreamError", string.Create(CultureInfo.InvariantCulture, $"Stream signal error, code: {code}")));
            form.Add(new("StreamErrorCode", code.ToString(CultureInfo.InvariantCulture)));
        }
        return form;
    }

    private string NewToken()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_lock)
            _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        var form = new Dictionary<string, string>();
        if (context.Request.HasFormContentType)
            foreach (var (name, values) in await context.Request.ReadFormAsync(context.RequestAborted))
                form[name] = values[^1] ?? "";
        // As it was sent: an escaped slash in a stream's name must not become a separator.
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
        var request = new RestRequest(_clock.Time.GetTimestamp(), context.Request.Method, path, _api.CallOf(path), form);
        lock (_lock)
            _requests.Add(request);
        try
        {
            await AnswerAsync(context, request, Disturb?.Invoke(request));
            request.Answer = context.Response.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || _closing.IsCancellationRequested)
        {
            // The gateway has had enough, or the cloud closes.
        }
    }

    private async Task AnswerAsync(HttpContext context, RestRequest request, RestFault? fault)
    {
        switch (fault?.Kind)
        {
            case RestFaultKind.ServerError:
                await RestApi.RefuseAsync(context, new RestRefusedException(500, 20500, "An internal server error has occurred"));
                break;
            case RestFaultKind.TooManyRequests:
                if (fault.RetryAfter is { } wait)
                    context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                await RestApi.RefuseAsync(context, new RestRefusedException(429, 20429, "Too Many Requests"));
                break;
            case RestFaultKind.AnswerLost:
                // Nothing leaves before the end of a small answer, so the client sees a connection that breaks.
                var body = context.Response.Body;
                context.Response.Body = new MemoryStream();
                await _api.ServeAsync(context, request);
                context.Response.Body = body;
                context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
                break;
            default:
                if (fault is not null)
                    using (var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token))
                        await fault.Until.WaitAsync(gone.Token);
                await _api.ServeAsync(context, request);
                break;
        }
    }
}
