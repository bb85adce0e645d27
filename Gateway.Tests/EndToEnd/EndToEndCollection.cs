namespace Gateway.Tests.EndToEnd;

/// <summary>
/// Tests against a whole gateway run one after another: each loads a speech model, and what they measure must not be another one's load.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class EndToEndCollection
{
    public const string Name = "End to end";
}
