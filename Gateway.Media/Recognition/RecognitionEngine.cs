using Gateway.Media.Recognition.Vocabularies;
using Microsoft.Extensions.Logging;

namespace Gateway.Media.Recognition;

/// <summary>What every lane needs of the process: the engine, the threads it computes on, and where to account for losses.</summary>
internal sealed record RecognitionEngine(IRecognizer Recognizer, RecognitionWorkers Workers, MediaMetrics Metrics, ILogger Logger)
{
    /// <summary>The phrases that everybody is recognised with; what a session adds belongs to its <see cref="Speaker"/>.</summary>
    public SharedVocabulary Vocabulary { get; init; } = new();

    /// <summary>What all lanes together have still to recognise and to hand on.</summary>
    public RecognitionBacklog Backlog { get; } = new();
}
