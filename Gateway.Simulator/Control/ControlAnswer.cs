using System.Net;

namespace Gateway.Simulator.Control;

/// <summary>What the gateway answered to a control request, whether it liked it or not.</summary>
/// <typeparam name="T">The body of a 200.</typeparam>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body of a 200; null for anything else.</param>
/// <param name="Error">The error envelope of a refusal; null if there was none.</param>
/// <param name="Raw">The body as it came.</param>
internal sealed record ControlAnswer<T>(HttpStatusCode Status, T? Body, ErrorEnvelope? Error, string Raw)
    where T : class
{
    /// <summary>Status, code and message of a refusal.</summary>
    public override string ToString() => Error is { Error: var error } ? $"{(int)Status} {error.Code} {error.Message}" : $"{(int)Status}";
}
