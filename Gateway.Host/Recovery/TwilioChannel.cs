using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Gateway.Host.Recovery;

/// <summary>
/// HTTP requests to Twilio's REST API for one account, with a circuit breaker of its own. A request is repeated where that can do no harm, and never
/// when Twilio may have acted on it. Follows no redirect: they would lead the credentials elsewhere. Safe for concurrent use.
/// </summary>
internal sealed partial class TwilioChannel : IDisposable
{
    /// <summary>Twilio's answers have 1 KiB; what is longer is read no further.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    private const int MaxRetries = 3;

    /// <summary>The first repetition comes after about this time, each further one after about twice the time of the one before.</summary>
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(2);

    /// <summary>When Twilio wants to be left alone for longer, the caller decides what to do.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>The account rests for this long when at least half of at least eight requests within 30 s have failed.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private static readonly ProductInfoHeaderValue UserAgent = new("TwilioGateway", typeof(TwilioChannel).Assembly.GetName().Version!.ToString(3));

    private readonly HttpClient _client;
    private readonly Uri _origin;
    private readonly AuthenticationHeaderValue _credentials;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<TwilioReply> _pipeline;

    /// <param name="options">Origin, trust and time limits.</param>
    /// <param name="user">The account's SID, or that of an API key.</param>
    /// <param name="password">The account's Auth Token, or the key's secret.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the circuit breaker opens and closes.</param>
    /// <param name="jitter">Numbers from 0 to 1 that spread repetitions; null: random.</param>
    /// <exception cref="IOException">The file of CA certificates cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificates.</exception>
    public TwilioChannel(TwilioOptions options, string user, Secret password, TimeProvider time, ILogger logger, Func<double>? jitter = null)
    {
        _origin = options.ApiBaseUrl;
        _credentials = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password.Reveal()}")));
        _timeout = options.ApiTimeout;
        _time = time;
        _client = CreateClient(options);
        _pipeline = CreatePipeline(time, logger, jitter ?? (() => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20)));
    }

    /// <summary>Asks for something; it changes nothing.</summary>
    public Task<TwilioReply> GetAsync(string path, CancellationToken cancellationToken) => ExecuteAsync(path, null, repeatable: true, cancellationToken);

    /// <summary>Has something done.</summary>
    /// <param name="path">The path.</param>
    /// <param name="form">The encoded form.</param>
    /// <param name="repeatable">Whether doing it twice is the same as doing it once.</param>
    /// <param name="cancellationToken">Gives up waiting; what was sent is sent.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Task<TwilioReply> PostAsync(string path, string form, bool repeatable, CancellationToken cancellationToken) => ExecuteAsync(path, form, repeatable, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<TwilioReply> ExecuteAsync(string path, string? form, bool repeatable, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        TwilioReply? last = null;
        try
        {
            return await _pipeline.ExecuteAsync(async end => last = await SendOnceAsync(path, form, repeatable, end, cancellationToken), either.Token);
        }
        catch (BrokenCircuitException open)
        {
            return last ?? new TwilioReply(TwilioOutcome.Unreachable, Problem: "not asked, because requests have failed too often", RetryAfter: open.RetryAfter);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time was over while a repetition was waited for, or before the first try.
            return last ?? new TwilioReply(TwilioOutcome.Unreachable, Problem: "no time to ask");
        }
    }

    private async Task<TwilioReply> SendOnceAsync(string path, string? form, bool repeatable, CancellationToken end, CancellationToken callersEnd)
    {
        // Exactly 1.1, as Twilio's own libraries: what happens to a connection then concerns one request.
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, new Uri(_origin, path))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Authorization = _credentials;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(UserAgent);
        using var content = form is null ? null : new TrackedForm(form);
        request.Content = content;
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end);
            return await ReadAsync(response, changes: form is not null, repeatable, end);
        }
        catch (OperationCanceledException) when (!callersEnd.IsCancellationRequested)
        {
            // A limit of connecting leaves time for another try; the limit of the whole ends it.
            return Failed("no answer in time", !end.IsCancellationRequested);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Failed(Describe(failure), mayRepeat: true);
        }

        TwilioReply Failed(string problem, bool mayRepeat) => content?.Begun == true
            ? new TwilioReply(TwilioOutcome.Unknown, Problem: problem, MayRepeat: mayRepeat && repeatable)
            : new TwilioReply(TwilioOutcome.Unreachable, Problem: problem, MayRepeat: mayRepeat);
    }

    private async Task<TwilioReply> ReadAsync(HttpResponseMessage response, bool changes, bool repeatable, CancellationToken end)
    {
        var status = (int)response.StatusCode;
        var reply = status switch
        {
            >= 200 and < 300 => new TwilioReply(TwilioOutcome.Done, status),
            429 => new TwilioReply(TwilioOutcome.RateLimited, status, RetryAfter: RetryAfter(response), MayRepeat: true),
            < 400 => new TwilioReply(TwilioOutcome.Refused, status, "a redirect, which is not followed"),
            >= 500 => new TwilioReply(changes ? TwilioOutcome.Unknown : TwilioOutcome.Unreachable, status, RetryAfter: RetryAfter(response), MayRepeat: repeatable),
            _ => new TwilioReply(TwilioOutcome.Refused, status),
        };
        var buffer = new byte[MaxAnswerBytes];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(end);
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, end);
            return reply.With(buffer[..length]);
        }
        catch (Exception broken) when (reply.Outcome != TwilioOutcome.Done && broken is HttpRequestException or IOException)
        {
            // The status alone says what became of the request.
            return reply;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - _time.GetUtcNow()) : null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string Describe(Exception failure)
    {
        var socket = failure;
        while (socket is not (null or SocketException))
            socket = socket.InnerException;
        var kind = failure is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http ? http.HttpRequestError.ToString() : "the connection was lost";
        return socket is SocketException { SocketErrorCode: var code } ? $"{kind} ({code})" : kind;
    }

    private static HttpClient CreateClient(TwilioOptions options) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.ApiConnectTimeout,
        // A connection that Twilio is about to close for being idle would make the outcome of a request unknown.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseDrainSize = 0,
        SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = TlsTrust.Policy(options.ApiCaFile is null ? null : TlsTrust.Read(options.ApiCaFile)),
        },
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static ResiliencePipeline<TwilioReply> CreatePipeline(TimeProvider time, ILogger logger, Func<double> jitter) => new ResiliencePipelineBuilder<TwilioReply> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<TwilioReply>
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { MayRepeat: true } reply && !(reply.RetryAfter > MaxRetryAfter)),
            MaxRetryAttempts = MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstDelay,
            MaxDelay = MaxDelay,
            Randomizer = jitter,
            // Null: the delay that would have been. Whoever was told the same time shall not come back all at once.
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter + jitter() * FirstDelay),
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<TwilioReply>
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { Outcome: TwilioOutcome.Unreachable or TwilioOutcome.Unknown }),
            FailureRatio = 0.5,
            MinimumThroughput = 8,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = Rest,
            OnOpened = arguments =>
            {
                Log.Resting(logger, Rest.TotalSeconds, arguments.Outcome.Result?.ToString());
                return default;
            },
            OnClosed = _ =>
            {
                Log.Resumed(logger);
                return default;
            },
        })
        .Build();

    private static partial class Log
    {
        [LoggerMessage(4401, LogLevel.Warning,
            "Twilio's REST API has failed too often and is not asked for {Seconds} s; streams that break meanwhile are not mended. The last "
            + "request: {Reply}.")]
        public static partial void Resting(ILogger logger, double seconds, string? reply);

        [LoggerMessage(4402, LogLevel.Information, "Twilio's REST API answers again.")]
        public static partial void Resumed(ILogger logger);
    }
}
