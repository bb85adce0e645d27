namespace Gateway.Core;

/// <summary>One utterance that was not delivered, or not stored. Never holds what was said.</summary>
/// <param name="Conversation">Its conversation.</param>
/// <param name="At">When it was given up.</param>
/// <param name="Message">Its name.</param>
/// <param name="Stream">Its participant's stream.</param>
/// <param name="Reason">Why.</param>
/// <param name="Status">The target's HTTP status; null when it did not answer.</param>
/// <param name="Detail">The first 2 KiB of the target's answer (INF-31), or what went wrong before there was one; null when there is
/// nothing to tell.</param>
public sealed record Loss(ConversationId Conversation, DateTimeOffset At, Ulid Message, StreamId Stream, LossReason Reason, int? Status = null, string? Detail = null)
    : ConversationEvent(Conversation, At);
