namespace Gateway.Simulator.Drills;

/// <summary>A drill cannot go on; the message says why, as a sentence without its full stop.</summary>
internal sealed class DrillFailedException(string message) : Exception(message);
