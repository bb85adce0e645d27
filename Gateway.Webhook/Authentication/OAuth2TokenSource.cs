using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gateway.Webhook.Connection;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Gateway.Webhook.Authentication;

/// <summary>
/// Access tokens by client credentials (INF-28). A token is kept and shared; from 60 s before it expires, or half its life if that is
/// shorter, a new one is fetched, by one request however many wait, while the old one serves as long as it is good: a token server that is
/// down for less than that is not noticed. Safe for concurrent use.
/// </summary>
internal sealed partial class OAuth2TokenSource : IDisposable
{
    /// <summary>A token is renewed this long before it expires.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(60);

    /// <summary>RFC 6749 lets a server leave the lifetime out; then a token is used for this long.</summary>
    private static readonly TimeSpan AssumedLifetime = TimeSpan.FromMinutes(5);

    /// <summary>After the retries have failed, nobody asks the server again for this long: it has trouble enough.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);

    private const int MaxAnswerBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly OAuth2Options _options;
    private readonly HttpsChannel _channel;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<Fetched> _retry;
    private readonly CancellationTokenSource _disposal = new();
    private Token? _token;
    private Task<Fetched>? _fetching;
    private (long At, string Problem)? _failure;
    private long? _refusedAt;

    /// <summary>What the log was last told; null when there is a token.</summary>
    private string? _told;

    /// <exception cref="TlsMaterialException">The certificate files for the token server cannot be used.</exception>
    public OAuth2TokenSource(OAuth2Options options, bool allowPrivate, TimeProvider time, ILogger logger, Func<double>? jitter = null)
    {
        _options = options;
        _channel = new HttpsChannel(options.Tls, allowPrivate, connections: 2, time, logger);
        _time = time;
        _logger = logger;
        var retry = new RetryStrategyOptions<Fetched>
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { Token: null, MayPass: true }),
            MaxRetryAttempts = 3,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(2),
        };
        if (jitter is not null)
            retry.Randomizer = jitter;
        _retry = new ResiliencePipelineBuilder<Fetched> { TimeProvider = time }.AddRetry(retry).Build();
    }

    /// <summary>A token that is good now, or why there is none. Never throws but for cancellation.</summary>
    public async Task<(Token? Token, string? Problem)> GetAsync(CancellationToken cancellationToken)
    {
        Task<Fetched> fetching;
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_token is { } kept && now < kept.ExpiresAt)
            {
                if (now >= kept.RenewAt)
                    _ = FetchSharedAsync();
                return (kept, null);
            }

            if (_fetching is null && _failure is { } failure && _time.GetElapsedTime(failure.At) < Rest)
                return (null, failure.Problem);
            fetching = FetchSharedAsync();
        }

        var fetched = await fetching.WaitAsync(cancellationToken).ConfigureAwait(false);
        return (fetched.Token, fetched.Problem);
    }

    /// <summary>The target has refused a token: it is forgotten, unless it has been replaced meanwhile.</summary>
    /// <returns>
    /// Whether another token is worth a try. Not when one was refused a moment ago already: a target that refuses every token must not make
    /// every message a request to the token server.
    /// </returns>
    public bool Refuse(Token token)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(token, _token))
                return true;
            if (_refusedAt is { } before && _time.GetElapsedTime(before) < Rest)
                return false;
            _refusedAt = _time.GetTimestamp();
            _token = null;
            return true;
        }
    }

    public void Dispose()
    {
        _disposal.Cancel();
        _channel.Dispose();
    }

    /// <summary>One request serves all who wait. Called under the lock.</summary>
    private Task<Fetched> FetchSharedAsync()
    {
        if (_fetching is not null)
            return _fetching;
        if (_token is not null && _failure is { } failure && _time.GetElapsedTime(failure.At) < Rest)
            return Task.FromResult(new Fetched(null, failure.Problem, MayPass: true));
        // Not on the caller's thread: it holds the lock.
        return _fetching = Task.Run(FetchWithRetriesAsync);
    }

    private async Task<Fetched> FetchWithRetriesAsync()
    {
        Fetched fetched;
        try
        {
            fetched = await _retry.ExecuteAsync(async token => await FetchOnceAsync(token).ConfigureAwait(false), _disposal.Token).ConfigureAwait(false);
        }
        catch (Exception ending) when (ending is OperationCanceledException or ObjectDisposedException)
        {
            fetched = new Fetched(null, "shutting down", MayPass: false);
        }
        catch (Exception unexpected)
        {
            // Whatever it is: all who wait are told, and the next one may try again.
            fetched = new Fetched(null, $"the token request failed ({unexpected.GetType().Name})", MayPass: false);
        }

        bool news;
        lock (_lock)
        {
            _fetching = null;
            _failure = fetched.Token is null ? (_time.GetTimestamp(), fetched.Problem!) : null;
            _token = fetched.Token ?? _token;
            news = fetched.Problem != _told;
            _told = fetched.Problem;
        }

        if (fetched.Token is null && news && !_disposal.IsCancellationRequested)
            Log.NoToken(_logger, fetched.Problem!);
        return fetched;
    }

    private async Task<Fetched> FetchOnceAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AttemptTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = CreateRequest();
            return await _channel.SendAsync(request, response => ReadAsync(response, either.Token), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Fetched(null, "the token server did not answer in time", MayPass: true);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new Fetched(null, "the token server: " + ConnectionProblem.Describe(failure), MayPass: true);
        }
    }

    private HttpRequestMessage CreateRequest()
    {
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (_options.Scope is { } scope)
            form.Add(new("scope", scope));
        if (_options.Audience is { } audience)
            form.Add(new("audience", audience));
        var request = new HttpRequestMessage(HttpMethod.Post, _options.TokenUrl);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_options.ClientAuthentication == ClientAuthentication.Body)
        {
            form.Add(new("client_id", _options.ClientId));
            form.Add(new("client_secret", _options.ClientSecret!.Reveal()));
        }
        else
        {
            // Both halves are form-encoded before they are joined (RFC 6749, 2.3.1), so that a colon in them does no harm.
            var credentials = $"{FormEncode(_options.ClientId)}:{FormEncode(_options.ClientSecret!.Reveal())}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials)));
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private async Task<Fetched> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var received = _time.GetUtcNow();
        var buffer = new byte[MaxAnswerBytes];
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        int length;
        await using (body.ConfigureAwait(false))
            length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);

        var status = (int)response.StatusCode;
        var answer = Parse(buffer.AsSpan(0, length));
        if (!response.IsSuccessStatusCode)
        {
            // The error code is from a closed list of the standard; the description is the server's free text and may repeat what we sent.
            var error = answer?.Error is { Length: <= 40 } code && code.All(c => char.IsAsciiLetter(c) || c == '_') ? $", {code}" : "";
            return new Fetched(null, $"the token server answered with status {status.ToString(CultureInfo.InvariantCulture)}{error}", MayPass: status is 429 or >= 500);
        }

        if (answer?.AccessToken is not { Length: > 0 } value || value.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            return new Fetched(null, "the token server's answer holds no usable access_token", MayPass: false);
        if (answer.TokenType is { } type && !type.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return new Fetched(null, "the token server issues another kind of token than Bearer", MayPass: false);
        var lifetime = answer.ExpiresIn is > 0 and < 365 * 24 * 3600 ? TimeSpan.FromSeconds(answer.ExpiresIn.Value) : AssumedLifetime;
        return new Fetched(new Token(value, received, lifetime), null, MayPass: false);
    }

    private static TokenAnswer? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, TokenJson.Default.TokenAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string FormEncode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    /// <summary>An access token. Never prints itself.</summary>
    internal sealed class Token(string value, DateTimeOffset received, TimeSpan lifetime)
    {
        /// <summary>What goes behind <c>Bearer</c>.</summary>
        public string Value { get; } = value;

        /// <summary>When the server says that it ends.</summary>
        public DateTimeOffset ExpiresAt { get; } = received + lifetime;

        /// <summary>
        /// From when on another is fetched. Never at once: a server whose tokens live for a minute would be asked for each message.
        /// </summary>
        public DateTimeOffset RenewAt { get; } = received + (lifetime > 2 * RenewBefore ? lifetime - RenewBefore : lifetime / 2);
    }

    /// <param name="Token">The token, or null.</param>
    /// <param name="Problem">Why there is none, without secrets; null when there is one.</param>
    /// <param name="MayPass">Whether asking again may help.</param>
    private readonly record struct Fetched(Token? Token, string? Problem, bool MayPass);

    private static partial class Log
    {
        [LoggerMessage(3005, LogLevel.Warning,
            "No access token for the webhook: {Problem}. Without one nothing is posted; a token that is still good goes on being used.")]
        public static partial void NoToken(ILogger logger, string problem);
    }
}
