using Microsoft.Extensions.Logging;

namespace Gateway.Media.Recognition;

/// <summary>What every lane needs of the process: the engine, the threads it computes on, and where to account for losses.</summary>
internal sealed record RecognitionEngine(IRecognizer Recognizer, RecognitionWorkers Workers, MediaMetrics Metrics, ILogger Logger)
{
    /// <summary>What all lanes together have still to recognise and to hand on.</summary>
    public RecognitionBacklog Backlog { get; } = new();
}
