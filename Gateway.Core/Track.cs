namespace Gateway.Core;

/// <summary>One direction of a call leg's audio, from Twilio's point of view.</summary>
public enum Track
{
    /// <summary>Audio that Twilio receives from the party on this call leg.</summary>
    Inbound,

    /// <summary>Audio that Twilio generates towards that party: prompts, music, the bridged other leg.</summary>
    Outbound,
}
