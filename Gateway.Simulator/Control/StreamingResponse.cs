namespace Gateway.Simulator.Control;

/// <summary>The answer to a start or stop request (api.md 3.3, 3.4).</summary>
internal sealed record StreamingResponse
{
    /// <summary>Whether it worked for both participants.</summary>
    public required bool IsOk { get; init; }

    /// <summary>Why not.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The two streams.</summary>
    public AutotranscribeResponse? AutotranscribeResponse { get; init; }
}

/// <summary>The streams of both participants.</summary>
internal sealed record AutotranscribeResponse
{
    /// <summary>The customer's stream.</summary>
    public ParticipantStream? Customer { get; init; }

    /// <summary>The agent's stream.</summary>
    public ParticipantStream? Agent { get; init; }
}

/// <summary>One participant's stream.</summary>
internal sealed record ParticipantStream
{
    /// <summary>Its name; null if it could not be started.</summary>
    public string? StreamId { get; init; }

    /// <summary>How it is.</summary>
    public required StreamStatus Status { get; init; }

    /// <summary>What it did; only in the answer to a stop request.</summary>
    public StreamSummary? Summary { get; init; }
}

/// <summary>An application status.</summary>
/// <param name="Code">1000 is OK (api.md 7.9).</param>
/// <param name="Description">The same in words.</param>
internal sealed record StreamStatus(int Code, string? Description);

/// <summary>What was transcribed between a start and its stop.</summary>
internal sealed record StreamSummary
{
    /// <summary>Bytes of audio, counted as 16-bit PCM.</summary>
    public required long TotalAudioBytes { get; init; }

    /// <summary>The same in milliseconds.</summary>
    public required long AudioDurationMs { get; init; }

    /// <summary>The same in seconds begun.</summary>
    public required long StreamingSeconds { get; init; }

    /// <summary>Transcripts produced.</summary>
    public required int Transcripts { get; init; }
}
