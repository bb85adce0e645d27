namespace Gateway.Tests.Support;

/// <summary>
/// Tests that compute for long without waiting for anything. They run one after another and beside no others, whose deadlines they would break.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class ProcessorBound
{
    public const string Name = "Processor bound";
}
