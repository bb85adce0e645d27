using System.ComponentModel.DataAnnotations;
using Gateway.Media.Recognition.OpenAi;
using Gateway.Media.Recognition.PocketSphinx;
using Gateway.Media.Recognition.Whisper;
using Gateway.Media.Recognition.WholeUtterance;

namespace Gateway.Media.Recognition;

/// <summary>Which speech engine, and how much of the machine it gets. Configuration section <c>Gateway:Recognition</c>.</summary>
public sealed class RecognitionOptions
{
    /// <summary>
    /// The speech engines by name, the best first. The first one recognises; an utterance on which it fails, or takes too long, is recognised by the next from the kept audio.
    /// </summary>
    /// <value>Default: <c>pocketsphinx</c> alone. At most one of each.</value>
    public string[] Engines { get; init; } = [];

    /// <summary>Utterances computed at the same time, each on a thread of its own.</summary>
    /// <value>Default: one per processor; 1 to 256.</value>
    [Range(1, 256)]
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>The embedded engine.</summary>
    public PocketSphinxOptions PocketSphinx { get; init; } = new();

    /// <inheritdoc cref="WhisperOptions"/>
    public WhisperOptions Whisper { get; init; } = new();

    /// <inheritdoc cref="OpenAiOptions"/>
    public OpenAiOptions OpenAI { get; init; } = new();

    /// <inheritdoc cref="InventedTextOptions"/>
    public InventedTextOptions InventedText { get; init; } = new();
}
