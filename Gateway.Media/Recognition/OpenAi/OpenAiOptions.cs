using System.ComponentModel.DataAnnotations;
using Gateway.Core;

namespace Gateway.Media.Recognition.OpenAi;

/// <summary>
/// A server with the OpenAI transcription API: the public one, or one's own. The callers' voices are sent there. Configuration section <c>Gateway:Recognition:OpenAI</c>.
/// </summary>
public sealed class OpenAiOptions
{
    /// <summary>The API's base, to which <c>/audio/transcriptions</c> is added. With <c>http</c> everybody on the way can hear the callers: for one's own network only.</summary>
    /// <value>Default <c>https://api.openai.com/v1</c>.</value>
    [Required]
    public Uri Endpoint { get; init; } = new("https://api.openai.com/v1");

    /// <summary>The model, by the server's name for it.</summary>
    /// <value>Default <c>whisper-1</c>.</value>
    [Required]
    [StringLength(200)]
    public string Model { get; init; } = "whisper-1";

    /// <summary>The API key; <c>ApiKeyFile</c> names a file that holds it. Null: the server asks for none.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>Text for the model to go by: names, products, how things are spelled. The phrases of the vocabulary are added as far as there is room.</summary>
    /// <value>Default null; at most 500 characters.</value>
    [StringLength(500)]
    public string? Prompt { get; init; }

    /// <summary>Languages that the model understands, as IETF tags. The server is told the first part of the tag, such as <c>en</c>.</summary>
    /// <value>Default: <c>en-US</c> alone.</value>
    public string[] Languages { get; init; } = [];

    /// <summary>
    /// Whether to ask for the times of words, for detailed tokens. It takes some servers longer. Otherwise, and when a server has none, words share the time of their segment.
    /// </summary>
    /// <value>Default false.</value>
    public bool WordTimestamps { get; init; }

    /// <summary>How long one request may take. A second one is made only if the first was refused or broke off, never when it was too slow.</summary>
    /// <value>Default 5 s; 0.1 s to 5 min.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Utterances sent at the same time; others wait.</summary>
    /// <value>Default 32; 1 to 1 000.</value>
    [Range(1, 1000)]
    public int MaxConcurrent { get; init; } = 32;

    /// <summary>
    /// Whether to send at a pause what was said so far: the text is there earlier when it was all. When it was not, the request was for nothing, and a server that bills by the minute
    /// bills it.
    /// </summary>
    /// <value>Default false.</value>
    public bool Anticipate { get; init; }

    /// <summary>PEM file with the authorities that the server's certificate must come from. Null: those of the system.</summary>
    public string? CaFile { get; init; }
}
