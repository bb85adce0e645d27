namespace Gateway.Core;

/// <summary>Something that happened to a conversation and belongs into its record; never what was said.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="At">When.</param>
public abstract record ConversationEvent(ConversationId Conversation, DateTimeOffset At);

/// <summary>
/// A leg of the call: a media stream feeds the conversation from now on. Told of conversations that have been transcribed, or are about to be.
/// </summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="At">When the stream opened.</param>
/// <param name="Leg">The stream.</param>
public sealed record MediaStarted(ConversationId Conversation, DateTimeOffset At, StreamSid Leg) : ConversationEvent(Conversation, At);

/// <summary>A leg has ended.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="At">When.</param>
/// <param name="Leg">The stream.</param>
/// <param name="Ending">How.</param>
/// <param name="Completes">Whether it fed the call: then the conversation is complete until another leg comes (INF-36).</param>
public sealed record MediaEnded(ConversationId Conversation, DateTimeOffset At, StreamSid Leg, StreamEnding Ending, bool Completes) : ConversationEvent(Conversation, At);

/// <summary>A start request took effect.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="At">When: offset 0 of its utterances.</param>
/// <param name="Settings">What it asked for.</param>
/// <param name="Customer">The customer's transcription; null when no track carries the customer.</param>
/// <param name="Agent">The agent's likewise.</param>
public sealed record TranscriptionStarted(ConversationId Conversation, DateTimeOffset At, TranscriptionSettings Settings, StreamId? Customer, StreamId? Agent)
    : ConversationEvent(Conversation, At);

/// <summary>The gate was shut.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="At">When.</param>
/// <param name="Ending">Why.</param>
public sealed record TranscriptionEnded(ConversationId Conversation, DateTimeOffset At, TranscriptionEnding Ending) : ConversationEvent(Conversation, At);

/// <summary>Somebody spoke, or may have spoken, and nothing was transcribed, because the media stream had broken.</summary>
/// <param name="Conversation">The conversation.</param>
/// <param name="At">When it ended, or was given up.</param>
/// <param name="From">When it began.</param>
/// <param name="Reason">How the stream had ended.</param>
/// <param name="Recovered">Whether transcription goes on; false: it was given up.</param>
public sealed record TranscriptionGap(ConversationId Conversation, DateTimeOffset At, DateTimeOffset From, StreamEnding Reason, bool Recovered)
    : ConversationEvent(Conversation, At);

/// <summary>Why a gate was shut.</summary>
public enum TranscriptionEnding
{
    /// <summary>A stop request asked for it.</summary>
    Requested,

    /// <summary>The media stream ended.</summary>
    MediaEnded,

    /// <summary>A new media stream took the place of the one it was started on (INF-11).</summary>
    MediaReplaced,

    /// <summary>It had gone on for <c>Calls:MaxSpan</c> (INF-26).</summary>
    TooLong,
}
