namespace Gateway.Core;

/// <summary>
/// One finished thing that one participant said, formatted and redacted as the start request asked (api.md 4.1). From here on
/// unredacted text exists only where it was asked for.
/// </summary>
public sealed record Utterance
{
    /// <summary>Its name: the <c>messageId</c> of the API. Sorts by the time at which the utterance was finished.</summary>
    public required Ulid Id { get; init; }

    /// <summary>The conversation it was said in: the <c>externalConversationId</c>.</summary>
    public required ConversationId Conversation { get; init; }

    /// <summary>The participant's transcription it belongs to.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>Who said it.</summary>
    public required Participant Participant { get; init; }

    /// <summary>The <c>customerId</c> or <c>agentId</c> of the start request: the <c>sender.externalId</c>.</summary>
    public required string ParticipantId { get; init; }

    /// <summary>
    /// When the first word began, from the moment the start request took effect; the same origin for both participants (INF-22). Never
    /// negative.
    /// </summary>
    public required TimeSpan Start { get; init; }

    /// <summary>When the last word ended, same origin; not before <see cref="Start"/>.</summary>
    public required TimeSpan End { get; init; }

    /// <summary>Wall clock at <see cref="Start"/> (INF-34).</summary>
    public required DateTimeOffset SpokenAt { get; init; }

    /// <summary>What was said, at least one character: masked unless <see cref="RedactionOutput.Unredacted"/> was asked for.</summary>
    public required string Text { get; init; }

    /// <summary>The text without masking, or null unless <see cref="RedactionOutput.RedactedAndUnredacted"/> was asked for.</summary>
    public string? UnredactedText { get; init; }

    /// <summary>
    /// The words with their times, or null unless the start request asked for <c>detailedToken</c> (which excludes redaction, api.md 8.2).
    /// </summary>
    public IReadOnlyList<Word>? Words { get; init; }

    /// <summary>The speech engine that recognised it, as the configuration names it; null when that was not recorded.</summary>
    public string? Engine { get; init; }

    /// <summary>When it passed each stage of its way; null for an utterance that was read from a store.</summary>
    public UtteranceTiming? Timing { get; init; }

    /// <summary>Who and when, never what.</summary>
    public override string ToString() => $"Utterance {{ {Conversation} {Participant} {Start} - {End} }}";
}
