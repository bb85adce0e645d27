using Gateway.Core;
using Gateway.Transcripts;

namespace Gateway.Host.Endpoints;

/// <summary>The answer of <c>/conversation</c> on the management listener.</summary>
/// <param name="ExternalConversationId">The guid of the call.</param>
/// <param name="ConversationId">The gateway's own name of it.</param>
/// <param name="CompletedAt">When its media ended; absent while it goes on.</param>
/// <param name="Ending">How its media ended; absent while it goes on, or when the gateway ended first.</param>
/// <param name="Events">What happened, in order.</param>
internal sealed record ConversationResponse(
    string ExternalConversationId, string ConversationId, DateTimeOffset? CompletedAt, string? Ending, IReadOnlyList<ConversationEventItem> Events);

/// <summary>Something that happened to a conversation; not what was said, nor by whom.</summary>
/// <param name="At">When.</param>
/// <param name="What">media-started, media-ended, transcription-started, transcription-ended, transcription-gap or loss.</param>
internal sealed record ConversationEventItem(DateTimeOffset At, string What)
{
    /// <summary>The media stream.</summary>
    public string? StreamSid { get; init; }

    /// <summary>When a gap began.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Whether transcription went on after a gap.</summary>
    public bool? Recovered { get; init; }

    /// <summary>How the media stream, or why the transcription ended.</summary>
    public string? Ending { get; init; }

    /// <summary>The language asked for.</summary>
    public string? Language { get; init; }

    /// <summary>Which forms of the text were asked for.</summary>
    public RedactionOutputName? RedactionOutput { get; init; }

    /// <summary>The customer's stream; absent when no track carried the customer.</summary>
    public string? CustomerStreamId { get; init; }

    /// <summary>The agent's stream likewise.</summary>
    public string? AgentStreamId { get; init; }

    /// <summary>The message that was lost.</summary>
    public string? MessageId { get; init; }

    /// <summary>Why it was lost.</summary>
    public string? Reason { get; init; }
}

/// <summary>What happened to one conversation, for whoever has to find out why its transcript is as it is.</summary>
internal sealed class ConversationEndpoint(ITranscriptStore store)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var conversation = await store.FindAsync(context.Request.Query["externalId"].ToString(), context.RequestAborted);
        if (conversation is null)
        {
            await ApiError.NotFound.Because("There is no conversation with that externalId, or it was never started").WriteAsync(context);
            return;
        }

        var events = await store.EventsOfAsync(conversation.ExternalId, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            new ConversationResponse(
                conversation.ExternalId, conversation.Id.ToString(), conversation.CompletedAt, conversation.Ending?.ToString(), [.. events.Select(Item)]),
            ApiJson.Default.ConversationResponse);
    }

    private static ConversationEventItem Item(ConversationEvent happened) => happened switch
    {
        MediaStarted media => new ConversationEventItem(media.At, "media-started") { StreamSid = media.Leg.ToString() },
        MediaEnded media => new ConversationEventItem(media.At, "media-ended") { StreamSid = media.Leg.ToString(), Ending = media.Ending.ToString() },
        TranscriptionStarted started => new ConversationEventItem(started.At, "transcription-started")
        {
            Language = started.Settings.Language,
            RedactionOutput = (RedactionOutputName)started.Settings.Redaction,
            CustomerStreamId = started.Customer?.ToString(),
            AgentStreamId = started.Agent?.ToString(),
        },
        TranscriptionEnded ended => new ConversationEventItem(ended.At, "transcription-ended") { Ending = ended.Ending.ToString() },
        TranscriptionGap gap => new ConversationEventItem(gap.At, "transcription-gap") { From = gap.From, Ending = gap.Reason.ToString(), Recovered = gap.Recovered },
        Loss loss => new ConversationEventItem(loss.At, "loss") { MessageId = loss.Message.ToString(), Reason = LossReasonNames.Of(loss.Reason) },
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };
}
