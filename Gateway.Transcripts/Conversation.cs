using Gateway.Core;

namespace Gateway.Transcripts;

/// <summary>Where a conversation stands.</summary>
/// <param name="Id">The gateway's own name of it: that of the first thing that was written down of it.</param>
/// <param name="ExternalId">The guid of the call, or the external id that its caller gave it.</param>
/// <param name="StartedAt">When it was last started.</param>
/// <param name="CompletedAt">When its media ended with nothing being transcribed (INF-36); null while it goes on.</param>
/// <param name="Ending">How its media ended; null while it goes on, or when the process ended before it could see.</param>
public sealed record Conversation(
    Ulid Id, string ExternalId, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, StreamEnding? Ending)
{
    /// <summary>
    /// No transcription lasts longer (<c>Calls:MaxSpan</c>): a conversation that has not completed so long after its last start never will, because the
    /// node that had it is gone.
    /// </summary>
    public static readonly TimeSpan LongestSpan = TimeSpan.FromDays(1);

    /// <summary>From when on its retention counts.</summary>
    public DateTimeOffset RetainedFrom => CompletedAt ?? StartedAt + LongestSpan;
}

/// <summary>An utterance as it stands in the store.</summary>
/// <param name="Conversation">The gateway's own name of its conversation.</param>
/// <param name="CreatedAt">When the store took it.</param>
/// <param name="Utterance">What was said.</param>
public sealed record StoredMessage(Ulid Conversation, DateTimeOffset CreatedAt, Utterance Utterance);
