namespace Gateway.Core;

/// <summary>Who speaks: the <c>sender.role</c> of a transcript (api.md 4.1).</summary>
public enum Participant
{
    /// <summary>The caller of the contact centre.</summary>
    Customer,

    /// <summary>The contact centre's agent.</summary>
    Agent,
}
