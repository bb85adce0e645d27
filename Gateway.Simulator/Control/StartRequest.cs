using Gateway.Core;

namespace Gateway.Simulator.Control;

/// <summary>The body of a start request (api.md 3.1). What is null is not sent.</summary>
internal sealed record StartRequest
{
    /// <summary>Where the media comes from.</summary>
    public string Namespace { get; init; } = "twilio";

    /// <summary>The Call SID.</summary>
    public required string Guid { get; init; }

    /// <summary>Who the customer is; comes back as <c>sender.externalId</c>.</summary>
    public required string CustomerId { get; init; }

    /// <summary>Who the agent is; comes back as <c>sender.externalId</c>.</summary>
    public required string AgentId { get; init; }

    /// <summary>How to transcribe.</summary>
    public AutotranscribeParams? AutotranscribeParams { get; init; }

    /// <summary>Who speaks on which track.</summary>
    public TwilioParams? TwilioParams { get; init; }
}

/// <summary>How to transcribe.</summary>
internal sealed record AutotranscribeParams
{
    /// <summary>An IETF tag.</summary>
    public string? Language { get; init; }

    /// <summary>Whether to deliver words with their times.</summary>
    public bool? DetailedToken { get; init; }

    /// <summary>Whether the audio may be kept.</summary>
    public bool? AudioRecordingAllowed { get; init; }

    /// <summary><c>redacted</c>, <c>unredacted</c> or <c>redacted_and_unredacted</c>.</summary>
    public string? RedactionOutput { get; init; }
}

/// <summary>What only a Twilio call has.</summary>
/// <param name="TrackMap">Who speaks on which track.</param>
internal sealed record TwilioParams(TrackRoles TrackMap);

/// <summary>Who speaks on which track.</summary>
/// <param name="Inbound">The participant on the inbound track.</param>
/// <param name="Outbound">The participant on the outbound track.</param>
internal sealed record TrackRoles(Participant Inbound, Participant Outbound);
