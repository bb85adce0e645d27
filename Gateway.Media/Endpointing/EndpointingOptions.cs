using System.ComponentModel.DataAnnotations;

namespace Gateway.Media.Endpointing;

/// <summary>When speech counts as an utterance, and when the utterance is over. Configuration section <c>Gateway:Endpointing</c>.</summary>
public sealed class EndpointingOptions
{
    /// <summary>
    /// Silence that ends an utterance (the hang-over). It is the largest part of the latency: shorter answers sooner and cuts
    /// sentences at pauses for breath.
    /// </summary>
    /// <value>Default 400 ms; 200 ms to 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:02")]
    public TimeSpan Silence { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Speech of less than this, pauses not counted, is dropped: clicks, coughs, key strokes.</summary>
    /// <value>Default 120 ms; 50 ms to 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:01")]
    public TimeSpan MinSpeech { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>
    /// Audio from before the first detected speech that still goes to the recogniser: soft consonants begin below any threshold.
    /// </summary>
    /// <value>Default 250 ms; 0 to 500 ms. Never reaches back before the start request.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.500")]
    public TimeSpan LeadIn { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// An utterance that goes on for longer is cut at the quietest point of its last two seconds; the rest begins the next one.
    /// </summary>
    /// <value>Default 15 s; 5 s to 60 s.</value>
    [Range(typeof(TimeSpan), "00:00:05", "00:01:00")]
    public TimeSpan MaxUtterance { get; init; } = TimeSpan.FromSeconds(15);
}
