namespace Gateway.Core;

/// <summary>Something that happened to a conversation and belongs into its record; never what was said.</summary>
/// <param name="Call">The conversation.</param>
/// <param name="At">When.</param>
public abstract record ConversationEvent(CallSid Call, DateTimeOffset At);

/// <summary>
/// A leg of the call: a media stream feeds the conversation from now on. Told of conversations that have been transcribed, or are about to be.
/// </summary>
/// <param name="Call">The conversation.</param>
/// <param name="At">When the stream opened.</param>
/// <param name="Leg">The stream.</param>
public sealed record MediaStarted(CallSid Call, DateTimeOffset At, StreamSid Leg) : ConversationEvent(Call, At);

/// <summary>A leg has ended.</summary>
/// <param name="Call">The conversation.</param>
/// <param name="At">When.</param>
/// <param name="Leg">The stream.</param>
/// <param name="Ending">How.</param>
/// <param name="Completes">Whether it fed the call: then the conversation is complete until another leg comes (INF-36).</param>
public sealed record MediaEnded(CallSid Call, DateTimeOffset At, StreamSid Leg, StreamEnding Ending, bool Completes) : ConversationEvent(Call, At);

/// <summary>A start request took effect.</summary>
/// <param name="Call">The conversation.</param>
/// <param name="At">When: offset 0 of its utterances.</param>
/// <param name="Settings">What it asked for.</param>
/// <param name="Customer">The customer's transcription; null when no track carries the customer.</param>
/// <param name="Agent">The agent's likewise.</param>
public sealed record TranscriptionStarted(CallSid Call, DateTimeOffset At, TranscriptionSettings Settings, StreamId? Customer, StreamId? Agent)
    : ConversationEvent(Call, At);

/// <summary>The gate was shut.</summary>
/// <param name="Call">The conversation.</param>
/// <param name="At">When.</param>
/// <param name="Ending">Why.</param>
public sealed record TranscriptionEnded(CallSid Call, DateTimeOffset At, TranscriptionEnding Ending) : ConversationEvent(Call, At);

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
