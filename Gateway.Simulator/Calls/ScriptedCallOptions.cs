using Gateway.Core;
using Gateway.Simulator.Twilio;

namespace Gateway.Simulator.Calls;

/// <summary>How to play a script.</summary>
internal sealed record ScriptedCallOptions
{
    /// <summary>Whether start and stop requests are sent. Without them the gateway must discard everything. Default: yes.</summary>
    public bool Transcribe { get; init; } = true;

    /// <summary>The token that signs the upgrade; null sends no signature.</summary>
    public Secret? AuthToken { get; init; }

    /// <summary>Whose certificate to accept.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.System;

    /// <summary>How evenly frames leave. Default: on the dot.</summary>
    public Jitter Jitter { get; init; }

    /// <summary>How fast time passes; 1 is real time.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>How long to wait for outstanding transcripts, and for the gateway's close. Default: 5 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// While something that was said is missing: how much longer to wait for it than the gateway's stop responses promise. An overloaded gateway promises less than it delivers in
    /// the end. Default: not at all, and more than was promised is a fault.
    /// </summary>
    public TimeSpan Indulgence { get; init; }
}
