using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Simulator.Control;

namespace Gateway.Simulator.Direct;

/// <summary>What became of one connection.</summary>
internal sealed record ConnectionReport
{
    /// <summary>Who spoke.</summary>
    public required Participant Role { get; init; }

    /// <summary>The gateway's name of the stream; null if it gave none.</summary>
    public required string? StreamId { get; init; }

    /// <summary>The status of the <c>finalResponse</c>; null if there was none.</summary>
    public required StreamStatus? Status { get; init; }

    /// <summary>Its summary; null if there was none.</summary>
    public required StreamSummary? Summary { get; init; }

    /// <summary>Audio sent.</summary>
    public required TimeSpan AudioSent { get; init; }

    /// <summary>From <c>startStream</c> to the end of the connection.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What went wrong, in one sentence; null if nothing did.</summary>
    public required string? Problem { get; init; }

    /// <summary>What came back, in the order of arrival.</summary>
    public required IReadOnlyList<DirectTranscript> Transcripts { get; init; }

    /// <summary>Time taken for each second of audio sent, in seconds; null if none was sent.</summary>
    public double? RealTimeFactor => AudioSent > TimeSpan.Zero ? Math.Round(Elapsed / AudioSent, 3) : null;

    /// <summary>Whether the gateway ended the stream with 1000, and nothing else was wrong.</summary>
    [JsonIgnore]
    public bool IsOk => Status?.Code == DirectStream.Ok && Problem is null;
}
