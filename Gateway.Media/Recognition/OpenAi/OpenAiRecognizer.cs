using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Gateway.Media.Audio;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Recognition.WholeUtterance;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Gateway.Media.Recognition.OpenAi;

/// <summary>
/// Recognition by a server with the OpenAI transcription API. A request is repeated while the budget allows, where that helps soon; when too many fail, the server is left alone for a while and
/// utterances are not begun. There is no hedging: two requests for one utterance cost twice.
/// </summary>
internal sealed partial class OpenAiRecognizer : WholeUtteranceRecognizer, IDisposable
{
    /// <inheritdoc cref="Name"/>
    public const string EngineName = "openai";

    private const int MaxRetries = 2;

    private static readonly string[] DefaultLanguages = ["en-US"];

    /// <summary>A server may load its model at the first request.</summary>
    private static readonly TimeSpan WarmUpLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>An utterance that would have to wait for longer had better go to the next engine.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    /// <summary>The server rests for this long when at least half of at least five requests within 30 s have failed.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly OpenAiOptions _options;
    private readonly MediaMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TranscriptionServer _server;
    private readonly SemaphoreSlim _places;
    private readonly RetryBudget _budget = new();
    private readonly ResiliencePipeline<TranscriptionAnswer> _pipeline;
    private readonly Lock _lock = new();
    private DateTimeOffset _restUntil;

    /// <param name="options">Which server, and how it is used.</param>
    /// <param name="invented">When text is not believed.</param>
    /// <param name="metrics">Where requests are counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the server is left alone.</param>
    /// <param name="jitter">Numbers from 0 to 1 that spread repetitions; null: random.</param>
    /// <exception cref="IOException">The file of CA certificates cannot be read.</exception>
    public OpenAiRecognizer(OpenAiOptions options, InventedTextOptions invented, MediaMetrics metrics, TimeProvider time, ILogger logger, Func<double>? jitter = null)
        : base(invented, metrics)
    {
        _options = options;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _server = new TranscriptionServer(options, time, logger);
        _places = new SemaphoreSlim(options.MaxConcurrent);
        _pipeline = CreatePipeline(jitter ?? (static () => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20)));
        Languages = options.Languages.Length > 0 ? options.Languages : DefaultLanguages;
    }

    /// <inheritdoc/>
    public override string Name => EngineName;

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Languages { get; }

    /// <inheritdoc/>
    protected internal override bool Anticipates => _options.Anticipate;

    /// <inheritdoc/>
    public override async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(WarmUpLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        TranscriptionAnswer answer;
        try
        {
            var silence = TranscriptionForm.Wav(new short[Telephony.SampleRateHz / 2]);
            answer = await _server.AskAsync(silence, Code(Languages.First()), "", either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            answer = new TranscriptionAnswer(TranscriptionOutcome.TooLate, Problem: "no answer within a minute");
        }

        if (answer.Outcome != TranscriptionOutcome.Understood)
            throw new RecognizerUnavailableException($"The transcription server {_options.Endpoint} cannot be used ({answer}). {Advice(answer)}")
            {
                IsOutage = answer.Outcome is TranscriptionOutcome.RateLimited or TranscriptionOutcome.Failed or TranscriptionOutcome.TooLate or TranscriptionOutcome.NotSent,
            };
    }

    public void Dispose()
    {
        _server.Dispose();
        _places.Dispose();
    }

    /// <inheritdoc/>
    protected override void ThrowIfUnavailable()
    {
        lock (_lock)
        {
            if (_time.GetUtcNow() < _restUntil)
                throw Unavailable();
        }
    }

    /// <inheritdoc/>
    protected internal override async ValueTask<UtteranceText> RecognizeAsync(
        ReadOnlyMemory<short> samples, Speaker speaker, Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        var wav = TranscriptionForm.Wav(samples.Span);
        var prompt = TranscriptionPrompt.Of(_options.Prompt, vocabulary);
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        TranscriptionAnswer answer;
        try
        {
            _budget.Earn();
            answer = await AskAsync(wav, Code(speaker.Language), prompt, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }

        _metrics.Transcribed(answer.Outcome);
        cancellationToken.ThrowIfCancellationRequested();
        return answer.Text ?? throw Failure(answer);
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        var entering = _places.WaitAsync(cancellationToken);
        if (entering.IsCompletedSuccessfully)
            return;
        _metrics.TranscriptionsWaiting(1);
        try
        {
            await entering.ConfigureAwait(false);
        }
        finally
        {
            _metrics.TranscriptionsWaiting(-1);
        }
    }

    private async Task<TranscriptionAnswer> AskAsync(byte[] wav, string language, string prompt, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async end => await AskOnceAsync(wav, language, prompt, end, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException)
        {
            return new TranscriptionAnswer(TranscriptionOutcome.TooLate, Problem: "no answer in time");
        }
        catch (BrokenCircuitException)
        {
            return new TranscriptionAnswer(TranscriptionOutcome.NotSent);
        }
    }

    /// <summary>
    /// A server that never answers is cancelled by whoever waits for the utterance, if that has less time than a request may take. Half of that time spoke against the server then.
    /// </summary>
    private async Task<TranscriptionAnswer> AskOnceAsync(byte[] wav, string language, string prompt, CancellationToken end, CancellationToken callersEnd)
    {
        var began = _time.GetTimestamp();
        try
        {
            return await _server.AskAsync(wav, language, prompt, end).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (callersEnd.IsCancellationRequested && _time.GetElapsedTime(began) >= _options.Timeout / 2)
        {
            return new TranscriptionAnswer(TranscriptionOutcome.TooLate, Problem: "no answer in time");
        }
    }

    private ResiliencePipeline<TranscriptionAnswer> CreatePipeline(Func<double> jitter) => new ResiliencePipelineBuilder<TranscriptionAnswer> { TimeProvider = _time }
        .AddRetry(new RetryStrategyOptions<TranscriptionAnswer>
        {
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.AttemptNumber < MaxRetries && arguments.Outcome.Result is { MayRepeat: true } answer && !(answer.RetryAfter > MaxDelay) && _budget.TrySpend()),
            MaxRetryAttempts = MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstDelay,
            MaxDelay = MaxDelay,
            Randomizer = jitter,
            // Null: the delay that would have been. Whoever was told the same time shall not come back all at once.
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter + jitter() * FirstDelay),
            OnRetry = _ =>
            {
                _metrics.TranscriptionRepeated();
                return default;
            },
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<TranscriptionAnswer>
        {
            ShouldHandle = static arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is TimeoutRejectedException || arguments.Outcome.Result is { Outcome: not (TranscriptionOutcome.Understood or TranscriptionOutcome.Refused) }),
            FailureRatio = 0.5,
            MinimumThroughput = 5,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = Rest,
            OnOpened = arguments =>
            {
                lock (_lock)
                    _restUntil = _time.GetUtcNow() + arguments.BreakDuration;
                Log.Resting(_logger, _options.Endpoint, arguments.BreakDuration.TotalSeconds, arguments.Outcome.Result?.ToString() ?? "no answer in time");
                return default;
            },
            OnClosed = _ =>
            {
                Log.Resumed(_logger, _options.Endpoint);
                return default;
            },
        })
        .AddTimeout(new TimeoutStrategyOptions { Timeout = _options.Timeout })
        .Build();

    private Exception Failure(TranscriptionAnswer answer) => answer.Outcome switch
    {
        TranscriptionOutcome.NotSent => Unavailable(),
        TranscriptionOutcome.TooLate => new TimeoutException(string.Create(
            CultureInfo.InvariantCulture, $"The transcription server {_options.Endpoint} did not answer within {_options.Timeout.TotalSeconds:0.#} s.")),
        _ => new HttpRequestException($"The transcription server {_options.Endpoint} failed on an utterance ({answer}).", null, answer.Status > 0 ? (HttpStatusCode)answer.Status : null),
    };

    private RecognizerUnavailableException Unavailable() => new($"The transcription server {_options.Endpoint} has failed too often and is left alone for a while.");

    private static string Advice(TranscriptionAnswer answer) => answer.Status switch
    {
        401 or 403 => "Set Gateway:Recognition:OpenAI:ApiKey (or ApiKeyFile) to a key that may use the model.",
        404 => "Check Gateway:Recognition:OpenAI:Model, and that Gateway:Recognition:OpenAI:Endpoint is the API's base, which mostly ends with /v1.",
        429 => "Its limits are used up: see the account that the key belongs to.",
        _ => "See that it runs and that Gateway:Recognition:OpenAI:Endpoint is its address.",
    };

    /// <summary>What the API calls a language: "en" of "en-US".</summary>
    private static string Code(string language) => language.Split('-')[0].ToLowerInvariant();

    private static partial class Log
    {
        [LoggerMessage(1311, LogLevel.Warning, "The transcription server {Endpoint} has failed too often and is left alone for {Seconds} s. The last request: {Answer}.")]
        public static partial void Resting(ILogger logger, Uri endpoint, double seconds, string answer);

        [LoggerMessage(1312, LogLevel.Information, "The transcription server {Endpoint} answers again.")]
        public static partial void Resumed(ILogger logger, Uri endpoint);
    }
}
