using Gateway.Simulator.Cloud;
using Gateway.Simulator.Control;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Drills;

/// <summary>Everybody who takes part in drills.</summary>
internal sealed record DrillSettings
{
    /// <summary>Twilio.</summary>
    public required TwilioCloud Cloud { get; init; }

    /// <summary>The contact centre.</summary>
    public required GatewayClient Gateway { get; init; }

    /// <summary>The webhook target, on the cloud's clock.</summary>
    public required WebhookReceiver Receiver { get; init; }

    /// <summary>What is said.</summary>
    public required DrillSpeech Speech { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where calls fetch their TwiML; null: their streams begin with a URL of the control API.</summary>
    public string? Twiml { get; init; }

    /// <summary>Where the gateway takes status callbacks of streams that did not begin with TwiML.</summary>
    public required string StatusCallback { get; init; }

    /// <summary>After which silence the gateway takes a stream to be lost: its <c>Gateway:Calls:MediaIdle</c>.</summary>
    public required TimeSpan MediaIdle { get; init; }

    /// <summary>How long the gateway waits for the REST API: its <c>Gateway:Twilio:ApiTimeout</c>.</summary>
    public required TimeSpan ApiTimeout { get; init; }

    /// <summary>How much longer than the limits recovery may take, and how much more speech may be lost, on a machine that is busy with other things; not negative.</summary>
    public TimeSpan Slack { get; init; }

    /// <summary>The gateway's process, if it was started here.</summary>
    public GatewayUnderDrill? Process { get; init; }
}
