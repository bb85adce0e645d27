using Gateway.Media.Recognition.Vocabularies;
using Microsoft.Extensions.Logging;

namespace Gateway.Media.Recognition;

/// <summary>What every lane needs of the process: the engines, the threads they compute on, and where to account for losses.</summary>
/// <param name="Engines">The best first; at least one.</param>
/// <param name="Workers">The threads.</param>
/// <param name="Metrics">Counts what is lost.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">Tells what is lost.</param>
internal sealed record RecognitionResources(IReadOnlyList<SpeechEngine> Engines, RecognitionWorkers Workers, MediaMetrics Metrics, TimeProvider Time, ILogger Logger)
{
    /// <summary>The phrases that everybody is recognised with; what a session adds belongs to its <see cref="Speaker"/>.</summary>
    public SharedVocabulary Vocabulary { get; init; } = new();

    /// <inheritdoc cref="RecognitionOptions.Patience"/>
    public TimeSpan Patience { get; init; } = new RecognitionOptions().Patience;

    /// <summary>Decides what is given up.</summary>
    public OverloadGuard Overload { get; init; } = new(new RecognitionOptions().MaxLag, Time);

    /// <summary>
    /// Recordings that are recognised at the same time: no more than there are threads, or they would hold all places in the recogniser while people who are speaking now
    /// wait for one.
    /// </summary>
    public SemaphoreSlim RecordingPlaces { get; } = new(Workers.Count);

    /// <summary>What all lanes together have still to recognise and to hand on.</summary>
    public RecognitionBacklog Backlog { get; } = new();
}
