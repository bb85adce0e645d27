using System.ComponentModel.DataAnnotations;
using Gateway.Media.Recognition.OpenAi;
using Gateway.Media.Recognition.PocketSphinx;
using Gateway.Media.Recognition.Whisper;
using Gateway.Media.Recognition.WholeUtterance;

namespace Gateway.Media.Recognition;

/// <summary>Which speech engines, and how much of the machine they get. Configuration section <c>Gateway:Recognition</c>.</summary>
public sealed class RecognitionOptions
{
    /// <summary>
    /// The speech engines by name, the best first. The first one recognises; an utterance on which it fails, or takes longer than <see cref="Patience"/>, is recognised by the next
    /// from the kept audio.
    /// </summary>
    /// <value>Default: <c>pocketsphinx</c> alone. At most one of each.</value>
    public string[] Engines { get; init; } = [];

    /// <summary>Utterances computed at the same time, each on a thread of its own.</summary>
    /// <value>Default: one per processor; 1 to 256.</value>
    [Range(1, 256)]
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>How long an engine may take for an utterance after its end, before the next engine is asked. The last engine may take as long as it needs.</summary>
    /// <value>Default 5 s; 500 ms to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00")]
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a live utterance may wait for its final recognition, from its end, on a machine that cannot keep up. When utterances have been later than this for 30 seconds,
    /// those that are late are dropped whole, counted and logged, until none has been late for as long: that bounds the latency of what is delivered, and how long it takes to recover.
    /// Shorter bursts are caught up with.
    /// </summary>
    /// <value>Default 2.5 s; 1 s to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>The embedded engine.</summary>
    public PocketSphinxOptions PocketSphinx { get; init; } = new();

    /// <inheritdoc cref="WhisperOptions"/>
    public WhisperOptions Whisper { get; init; } = new();

    /// <inheritdoc cref="OpenAiOptions"/>
    public OpenAiOptions OpenAI { get; init; } = new();

    /// <inheritdoc cref="InventedTextOptions"/>
    public InventedTextOptions InventedText { get; init; } = new();
}
