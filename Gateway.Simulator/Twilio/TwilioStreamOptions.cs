using Gateway.Core;

namespace Gateway.Simulator.Twilio;

/// <summary>What Twilio would know of a stream from TwiML and from the call.</summary>
internal sealed record TwilioStreamOptions
{
    /// <summary>The URL to dial, letter by letter: it is what gets signed.</summary>
    public required string Url { get; init; }

    /// <summary>The call leg.</summary>
    public required CallSid CallSid { get; init; }

    /// <summary>The account that owns the call.</summary>
    public string AccountSid { get; init; } = TwilioMessages.AccountSid;

    /// <summary>The stream's name; null makes one.</summary>
    public StreamSid? StreamSid { get; init; }

    /// <summary>The tracks to send, in the order in which they alternate. Default: both.</summary>
    public IReadOnlyList<Track> Tracks { get; init; } = [Track.Inbound, Track.Outbound];

    /// <summary>The <c>&lt;Parameter&gt;</c>s of the TwiML. Default: none.</summary>
    public IReadOnlyDictionary<string, string> CustomParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The account's token, which signs the upgrade; null sends no signature.</summary>
    public Secret? AuthToken { get; init; }

    /// <summary>Whose certificate to accept.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.System;

    /// <summary>The first frame's timestamp; null takes one between 50 and 170 ms, as seen on live calls.</summary>
    public TimeSpan? FirstTimestamp { get; init; }

    /// <summary>How evenly frames leave. Default: on the dot.</summary>
    public Jitter Jitter { get; init; }

    /// <summary>How fast time passes: 1 is real time (the default), 8 eight times as fast, 0 sends without waiting.</summary>
    public double Speed { get; init; } = 1;
}
