using Microsoft.Extensions.Logging;

namespace Gateway.Media.Recognition;

/// <summary>One of the engines that the gateway is configured with, and how it is doing. Safe for concurrent use.</summary>
internal sealed partial class SpeechEngine(IRecognizer recognizer, ILogger logger)
{
    private readonly Lock _lock = new();
    private bool _failing;
    private long _failed;
    private long _recognised;

    public IRecognizer Recognizer => recognizer;

    public string Name => recognizer.Name;

    /// <summary>Whether it has proved that it works. Before that no utterance is given to it.</summary>
    public bool IsReady { get; private set; }

    /// <summary>How it is doing now.</summary>
    public EngineStatus Status
    {
        get
        {
            lock (_lock)
                return new EngineStatus(Name, !IsReady ? EngineState.NotReady : _failing ? EngineState.Failing : EngineState.Working, _recognised, _failed);
        }
    }

    /// <summary>Loads what it needs, and proves that it works.</summary>
    /// <inheritdoc cref="IRecognizer.WarmUpAsync"/>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        await recognizer.WarmUpAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
            IsReady = true;
    }

    /// <summary>It has recognised an utterance.</summary>
    public void Succeeded()
    {
        lock (_lock)
        {
            _recognised++;
            if (!_failing)
                return;
            _failing = false;
        }

        Log.Recovered(logger, Name);
    }

    /// <summary>It could not recognise an utterance.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="failure">What it reported.</param>
    /// <param name="next">Who recognises it instead; null: nobody, it is lost.</param>
    public void Failed(EngineFailure reason, Exception failure, SpeechEngine? next)
    {
        lock (_lock)
        {
            _failed++;
            // An outage is one message, not one for each utterance.
            if (_failing)
                return;
            _failing = true;
        }

        if (next is not null)
            Log.FallsBack(logger, failure, Name, reason, next.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(1004, LogLevel.Error,
            "The speech engine {Engine} could not recognise an utterance ({Reason}); {Next} recognises it instead, and so it will be until {Engine} works again. Nothing is lost. "
            + "This is said once for each outage; /readyz counts.")]
        public static partial void FallsBack(ILogger logger, Exception failure, string engine, EngineFailure reason, string next);

        [LoggerMessage(1005, LogLevel.Information, "The speech engine {Engine} works again.")]
        public static partial void Recovered(ILogger logger, string engine);
    }
}
