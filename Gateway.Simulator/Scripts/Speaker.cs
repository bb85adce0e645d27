namespace Gateway.Simulator.Scripts;

/// <summary>Who is heard in a script.</summary>
internal enum Speaker
{
    /// <summary>The caller of the contact centre.</summary>
    Customer,

    /// <summary>The contact centre's agent.</summary>
    Agent,

    /// <summary>A machine: prompts, surveys, hold music. It shares the agent's track, which is why windows leave it out.</summary>
    System,
}
