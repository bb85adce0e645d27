using System.ComponentModel.DataAnnotations;

namespace Gateway.Media.Recognition.Whisper;

/// <summary>The engine <c>whisper</c>, in builds that contain it. Configuration section <c>Gateway:Recognition:Whisper</c>.</summary>
public sealed class WhisperOptions
{
    /// <summary>
    /// The model: a name from <c>twilio-gateway models list</c>, or the path of a file in ggml format, which contains a slash or ends in <c>.bin</c>.
    /// </summary>
    /// <value>Default <c>base.en-q8_0</c>.</value>
    [Required]
    public string Model { get; init; } = "base.en-q8_0";

    /// <summary>Where models that are given by name lie.</summary>
    /// <value>Default: <c>models</c> in <c>Gateway:StateDirectory</c>.</value>
    public string? ModelDirectory { get; init; }

    /// <summary>The languages spoken, as IETF tags. A model whose name ends in <c>.en</c> knows only English.</summary>
    /// <value>Default: <c>en-US</c> alone.</value>
    public string[] Languages { get; init; } = [];

    /// <summary>
    /// Text that the model takes for what was said before: it follows its spelling and its subject. The phrases of the vocabulary are added to it, up to 400 characters in all. Each
    /// word costs a millisecond or two in each utterance.
    /// </summary>
    /// <value>Default: none; at most 400 characters.</value>
    [StringLength(WhisperRequest.MaxPromptLength)]
    public string? Prompt { get; init; }
}
