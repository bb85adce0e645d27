using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Gateway.Core;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Audio;

namespace Gateway.Media.Recognition.OpenAi;

/// <summary>
/// One request at a time to a server with the OpenAI transcription API: what is asked, and what the answer means. It repeats nothing and has no time limit. Follows no redirect: it would lead a
/// voice and a key elsewhere. Safe for concurrent use.
/// </summary>
internal sealed partial class TranscriptionServer : IDisposable
{
    private readonly OpenAiOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpClient _http;
    private readonly AudioClient _client;
    private volatile TranscriptionDetail _detail;
    private volatile bool _detailIsAccepted;

    /// <exception cref="IOException">The file of CA certificates cannot be read.</exception>
    public TranscriptionServer(OpenAiOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _detail = options.WordTimestamps ? TranscriptionDetail.Words : TranscriptionDetail.Segments;
        _http = CreateHttp(options);
        // A server that asks for no key is shown one all the same: the package insists.
        _client = new AudioClient(options.Model, new ApiKeyCredential(options.ApiKey?.Reveal() ?? "none"), new OpenAIClientOptions
        {
            Endpoint = options.Endpoint,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            EnableDistributedTracing = false,
        });
        if (options.Endpoint.Scheme == Uri.UriSchemeHttp && !options.Endpoint.IsLoopback)
            Log.Unencrypted(logger, options.Endpoint);
    }

    /// <summary>Asks for a transcription. A server that does not take a detailed request is asked for less, then and from then on.</summary>
    /// <param name="wav">The audio.</param>
    /// <param name="language">ISO 639 code.</param>
    /// <param name="prompt">Text for the model to go by; empty for none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<TranscriptionAnswer> AskAsync(byte[] wav, string language, string prompt, CancellationToken cancellationToken)
    {
        var detail = _detail;
        var answer = await AskAsync(TranscriptionForm.Of(wav, _options.Model, language, prompt, detail), cancellationToken).ConfigureAwait(false);
        var first = detail;
        while (answer is { Outcome: TranscriptionOutcome.Refused, Status: 400 or 422 } && !_detailIsAccepted && detail > TranscriptionDetail.Text)
            answer = await AskAsync(TranscriptionForm.Of(wav, _options.Model, language, prompt, --detail), cancellationToken).ConfigureAwait(false);
        if (answer.Outcome != TranscriptionOutcome.Understood)
            return answer;
        if (detail != first)
        {
            _detail = detail;
            Log.LessDetail(_logger, _options.Endpoint, first, detail);
        }

        _detailIsAccepted = true;
        return answer;
    }

    public void Dispose() => _http.Dispose();

    private async Task<TranscriptionAnswer> AskAsync((string ContentType, byte[] Body) form, CancellationToken cancellationToken)
    {
        try
        {
            using var content = BinaryContent.Create(BinaryData.FromBytes(form.Body));
            var options = new RequestOptions { CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow };
            var result = await _client.TranscribeAudioAsync(content, form.ContentType, options).ConfigureAwait(false);
            using var response = result.GetRawResponse();
            return Read(response);
        }
        catch (Exception failure) when (failure is ClientResultException or HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new TranscriptionAnswer(TranscriptionOutcome.Failed, Problem: Describe(failure)) { MayRepeat = true };
        }
    }

    private TranscriptionAnswer Read(PipelineResponse response)
    {
        var status = response.Status;
        if (status is >= 200 and < 300)
        {
            return TranscriptionReader.Read(response.Content.ToMemory()) is { } text
                ? new TranscriptionAnswer(TranscriptionOutcome.Understood, status) { Text = text }
                : new TranscriptionAnswer(TranscriptionOutcome.Failed, status, "not a transcription");
        }

        var code = TranscriptionReader.ErrorCode(response.Content.ToMemory());
        return status switch
        {
            401 or 403 or 404 => new TranscriptionAnswer(TranscriptionOutcome.Unauthorized, status, code),
            // The account's money is used up: that does not pass in a moment.
            429 when code == "insufficient_quota" => new TranscriptionAnswer(TranscriptionOutcome.Unauthorized, status, code),
            429 => new TranscriptionAnswer(TranscriptionOutcome.RateLimited, status, code) { RetryAfter = RetryAfter(response), MayRepeat = true },
            >= 500 => new TranscriptionAnswer(TranscriptionOutcome.Failed, status, code) { RetryAfter = RetryAfter(response), MayRepeat = true },
            < 400 => new TranscriptionAnswer(TranscriptionOutcome.Failed, status, "a redirect, which is not followed"),
            _ => new TranscriptionAnswer(TranscriptionOutcome.Refused, status, code),
        };
    }

    private TimeSpan? RetryAfter(PipelineResponse response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var text))
            return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, 86_400));
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
            return null;
        var wait = until - _time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Only kinds and codes: messages may repeat what was sent.</summary>
    private static string Describe(Exception failure)
    {
        var kind = "the connection was lost";
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http)
                kind = http.HttpRequestError.ToString();
            if (cause is SocketException socket)
                return $"{kind} ({socket.SocketErrorCode})";
        }

        return kind;
    }

    private static HttpClient CreateHttp(OpenAiOptions options) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = options.MaxConcurrent,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseDrainSize = 0,
        SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = TlsTrust.Policy(options.CaFile is null ? null : TlsTrust.Read(options.CaFile)),
        },
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Warning,
            "The callers' voices are sent to {Endpoint} without encryption. Use https in Gateway:Recognition:OpenAI:Endpoint unless the whole way there is your own.")]
        public static partial void Unencrypted(ILogger logger, Uri endpoint);

        [LoggerMessage(1302, LogLevel.Information,
            "The transcription server {Endpoint} does not take requests for {Wanted}; it is asked for {Accepted} from now on. Words share the time of what they stand in.")]
        public static partial void LessDetail(ILogger logger, Uri endpoint, TranscriptionDetail wanted, TranscriptionDetail accepted);
    }
}
