using Gateway.Core;
using Gateway.Simulator.Twilio;

namespace Gateway.Simulator.Cloud;

/// <summary>The account that a cloud plays, and how it treats the gateway.</summary>
internal sealed record CloudOptions
{
    /// <summary>The account.</summary>
    public string AccountSid { get; init; } = TwilioMessages.AccountSid;

    /// <summary>The account's token: the password of its REST API, and the key of every signature.</summary>
    public required Secret AuthToken { get; init; }

    /// <summary>Which certificate of the gateway to accept.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.System;

    /// <summary>How evenly frames leave. Default: on the dot.</summary>
    public Jitter Jitter { get; init; }
}
