namespace Gateway.Core;

/// <summary>What one start asked for (api.md 3.1, 7.4), checked. Holds until the matching stop.</summary>
public sealed record TranscriptionSettings
{
    /// <summary>Becomes <c>sender.externalId</c> of what the customer says; null when only the agent is transcribed.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Becomes <c>sender.externalId</c> of what the agent says; null when only the customer is transcribed.</summary>
    public string? AgentId { get; init; }

    /// <summary>The language spoken, one that the recogniser offers.</summary>
    public string Language { get; init; } = "en-US";

    /// <summary>Whether numbers, capitals and marks are written; without it, only <see cref="RedactionOutput.Unredacted"/> (api.md 8.1, 8.2).</summary>
    public bool SmartFormatting { get; init; } = true;

    /// <summary>
    /// Whether words with their times are to be delivered; only together with <see cref="RedactionOutput.Unredacted"/> (api.md 8.2).
    /// </summary>
    public bool DetailedToken { get; init; }

    /// <summary>Which forms of the text are to be delivered.</summary>
    public RedactionOutput Redaction { get; init; }

    /// <summary>Who speaks on which track.</summary>
    public TrackMap TrackMap { get; init; } = TrackMap.Default;

    /// <summary>The external id of <paramref name="participant"/>.</summary>
    /// <exception cref="InvalidOperationException">That one is not transcribed.</exception>
    public string IdOf(Participant participant) =>
        (participant == Participant.Customer ? CustomerId : AgentId) ?? throw new InvalidOperationException($"Nothing was asked for the {participant}.");
}
