namespace Gateway.Simulator.Webhook;

/// <summary>A transcript as it arrived.</summary>
/// <param name="ArrivedAt">The clock's timestamp at which its last byte had been read.</param>
/// <param name="At">The same as wall clock.</param>
/// <param name="Message">The message.</param>
/// <param name="Json">The body as it came.</param>
/// <param name="Target">The path and query that it was posted to.</param>
/// <param name="Headers">The request's headers, names compared without case.</param>
internal sealed record ReceivedTranscript(
    long ArrivedAt,
    DateTimeOffset At,
    TranscriptMessage Message,
    string Json,
    string Target,
    IReadOnlyDictionary<string, string> Headers);
