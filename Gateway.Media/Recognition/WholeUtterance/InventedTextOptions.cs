using System.ComponentModel.DataAnnotations;

namespace Gateway.Media.Recognition.WholeUtterance;

/// <summary>
/// When the text of an engine that hears an utterance as a whole is not believed: such engines write sentences for noise and silence, too. Configuration section
/// <c>Gateway:Recognition:InventedText</c>.
/// </summary>
public sealed class InventedTextOptions
{
    /// <summary>A segment for which the engine finds silence more probable than this is left out, when it is unsure of the text as well (<see cref="MeanLogProbability"/>).</summary>
    /// <value>Default 0.6; 0 to 1. 1 leaves nothing out.</value>
    [Range(0, 1)]
    public double NoSpeechProbability { get; init; } = 0.6;

    /// <summary>The engine is unsure of a segment when its mean logarithm of probability is lower than this.</summary>
    /// <value>Default -1; -10 to 0.</value>
    [Range(-10, 0)]
    public double MeanLogProbability { get; init; } = -1;

    /// <summary>A segment that the engine can compress by more than this factor is left out as a repetition, unless numbers are in it.</summary>
    /// <value>Default 2.4; 1 to 100.</value>
    [Range(1, 100)]
    public double CompressionRatio { get; init; } = 2.4;
}
