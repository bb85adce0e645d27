namespace Gateway.Simulator.Commands;

/// <summary>What the process says to a script.</summary>
internal static class ExitCode
{
    /// <summary>Everything went as scripted.</summary>
    public const int Success = 0;

    /// <summary>The gateway did something wrong.</summary>
    public const int Faults = 1;

    /// <summary>The command line, a file or the connection was no good: nothing was played.</summary>
    public const int Unusable = 2;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
