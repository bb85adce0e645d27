namespace Gateway.Simulator.Control;

/// <summary>The body of a stop request (api.md 3.4).</summary>
/// <param name="Namespace">As in the start request.</param>
/// <param name="Guid">As in the start request.</param>
internal sealed record StopRequest(string Namespace, string Guid);
