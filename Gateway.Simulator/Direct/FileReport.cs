namespace Gateway.Simulator.Direct;

/// <summary>What became of a file.</summary>
/// <param name="ExternalId">The conversation's name.</param>
/// <param name="Connections">One for each channel that was sent.</param>
internal sealed record FileReport(string ExternalId, IReadOnlyList<ConnectionReport> Connections)
{
    /// <summary>Whether every connection ended as it should.</summary>
    public bool IsOk => Connections.All(static connection => connection.IsOk);
}
