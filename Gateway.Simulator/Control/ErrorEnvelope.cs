namespace Gateway.Simulator.Control;

/// <summary>The body of every refusal (api.md 1.3).</summary>
/// <param name="Error">What is wrong.</param>
internal sealed record ErrorEnvelope(ErrorDetail Error);

/// <summary>What is wrong with a request.</summary>
/// <param name="RequestId">Names the request in the gateway's log.</param>
/// <param name="Message">In words.</param>
/// <param name="Code">HTTP status and sub-code, such as <c>409-201</c>.</param>
internal sealed record ErrorDetail(string RequestId, string Message, string? Code);
