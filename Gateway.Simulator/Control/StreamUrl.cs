namespace Gateway.Simulator.Control;

/// <summary>The answer to a request for a stream URL (api.md 2.1, 7.1).</summary>
/// <param name="StreamingUrl">What Twilio, or the client of a direct stream, is to dial. It holds a token: not for logs.</param>
internal sealed record StreamUrl(string StreamingUrl);
