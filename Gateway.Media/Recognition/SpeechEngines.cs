using Microsoft.Extensions.Logging;

namespace Gateway.Media.Recognition;

/// <summary>The speech engines that the gateway is configured with, the best first. Safe for concurrent use.</summary>
public sealed partial class SpeechEngines
{
    /// <summary>An engine that is out of order is tried again after this long.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _warmedUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal SpeechEngines(IEnumerable<IRecognizer> recognizers, TimeProvider time, ILogger logger)
    {
        All = [.. recognizers.Select(recognizer => new SpeechEngine(recognizer, logger))];
        _time = time;
        _logger = logger;
    }

    /// <summary>Languages that at least one of them understands, as IETF tags.</summary>
    public IReadOnlyCollection<string> Languages => [.. All.SelectMany(engine => engine.Recognizer.Languages).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>How they are doing.</summary>
    public IReadOnlyList<EngineStatus> Statuses => [.. All.Select(engine => engine.Status)];

    internal IReadOnlyList<SpeechEngine> All { get; }

    /// <summary>Completes when <see cref="WarmUpAsync"/> has.</summary>
    internal Task WarmedUp => _warmedUp.Task;

    /// <summary>Warms them up. Completes when one works, and all others have been tried once; an outage is waited for.</summary>
    /// <exception cref="RecognizerUnavailableException">None works, and none will before somebody installs or configures something; the message says what.</exception>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var failures = await TryAsync(cancellationToken).ConfigureAwait(false);
            if (failures.Count < All.Count)
            {
                _warmedUp.TrySetResult();
                return;
            }

            if (!failures.Exists(failure => failure.IsOutage))
                throw failures[0];
            await Task.Delay(RetryInterval, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes on trying those that have not been warmed up.</summary>
    internal async Task KeepTryingAsync(CancellationToken cancellationToken)
    {
        while (All.Any(engine => !engine.IsReady))
        {
            await Task.Delay(RetryInterval, _time, cancellationToken).ConfigureAwait(false);
            await TryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<RecognizerUnavailableException>> TryAsync(CancellationToken cancellationToken)
    {
        var failures = new List<RecognizerUnavailableException>();
        foreach (var engine in All.Where(engine => !engine.IsReady))
        {
            try
            {
                await engine.WarmUpAsync(cancellationToken).ConfigureAwait(false);
                Log.Ready(_logger, engine.Name);
            }
            catch (RecognizerUnavailableException failure)
            {
                failures.Add(failure);
                if (All.Count > 1 || failure.IsOutage)
                    Log.NotReady(_logger, engine.Name, failure.Message, RetryInterval.TotalSeconds);
            }
        }

        return failures;
    }

    private static partial class Log
    {
        [LoggerMessage(1006, LogLevel.Information, "The speech engine {Engine} is ready.")]
        public static partial void Ready(ILogger logger, string engine);

        [LoggerMessage(1007, LogLevel.Error, "The speech engine {Engine} is not ready: {Problem} It is tried again in {Seconds} s; until then other engines, if any, recognise.")]
        public static partial void NotReady(ILogger logger, string engine, string problem, double seconds);
    }
}
