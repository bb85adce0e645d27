using System.Text.Json.Serialization;
using Gateway.Simulator.Control;

namespace Gateway.Simulator.Direct;

/// <summary>Any message of the gateway; which members there are depends on <see cref="Message"/> (api.md 7.4 to 7.8).</summary>
internal sealed record ServerMessage
{
    /// <summary><c>startResponse</c>, <c>vocabularyResponse</c>, <c>transcript</c> or <c>finalResponse</c>.</summary>
    public required string Message { get; init; }

    /// <summary>The stream's name as a <c>finalResponse</c> spells it.</summary>
    public string? StreamId { get; init; }

    /// <summary>The same as a <c>startResponse</c> spells it.</summary>
    [JsonPropertyName("streamID")]
    public string? StartedStreamId { get; init; }

    /// <summary>How it went; not in a transcript. Its code is a string here.</summary>
    public StreamStatus? Status { get; init; }

    /// <summary>What was done; only in a <c>finalResponse</c>.</summary>
    public StreamSummary? Summary { get; init; }

    /// <summary>Where a transcript begins, in milliseconds of this connection's audio.</summary>
    public long Start { get; init; }

    /// <summary>Where it ends.</summary>
    public long End { get; init; }

    /// <summary>What was said: a list with the one best hypothesis.</summary>
    public IReadOnlyList<Hypothesis>? Utterance { get; init; }
}

/// <summary>What was said.</summary>
/// <param name="Text">Redacted, unless only unredacted text was asked for.</param>
/// <param name="UnredactedText">The original, if both were asked for (api.md 8.4).</param>
internal sealed record Hypothesis(string Text, string? UnredactedText);
