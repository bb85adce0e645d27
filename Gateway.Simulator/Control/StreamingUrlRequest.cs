namespace Gateway.Simulator.Control;

/// <summary>The body of a request for a direct stream's URL (api.md 7.1).</summary>
/// <param name="ExternalId">The conversation's name, the same for all of its streams.</param>
internal sealed record StreamingUrlRequest(string ExternalId);
