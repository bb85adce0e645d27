using Gateway.Host.Security;
using Gateway.Transcripts;

namespace Gateway.Host.Endpoints;

/// <summary>The body that some clients send with the GET request (INF-33).</summary>
/// <param name="ExternalId">The guid of the call.</param>
internal sealed record MessagesRequest(string? ExternalId);

/// <summary>The answer of <c>conversation/messages</c> (api.md 5).</summary>
/// <param name="Items">The first 1 000 messages in the order in which they were spoken.</param>
internal sealed record MessagesResponse(IReadOnlyList<MessageItem> Items);

/// <summary>One message.</summary>
/// <param name="Text">What was said, as the start request asked for it; masked when it asked for both forms (INF-37).</param>
/// <param name="Sender">Who said it.</param>
/// <param name="MessageId">A ULID.</param>
/// <param name="CreatedTimestamp">When it was stored.</param>
/// <param name="ClientTimestamp">When it was spoken (INF-34).</param>
internal sealed record MessageItem(string Text, MessageSender Sender, string MessageId, string CreatedTimestamp, string ClientTimestamp);

/// <summary>Who said something.</summary>
/// <param name="Role"><c>customer</c> or <c>agent</c>.</param>
/// <param name="ExternalId">The identifier that the start request gave.</param>
internal sealed record MessageSender(RoleName Role, string ExternalId);

/// <summary><c>GET /conversation/v1/conversation/messages</c>: the transcript after the call.</summary>
internal sealed class MessagesEndpoint(ITranscriptStore store, TranscriptOptions options, TimeProvider time)
{
    private const int MaxMessages = 1000;

    public async Task AnswerAsync(HttpContext context)
    {
        var (externalId, error) = await ExternalIdAsync(context);
        AuditTrail.Concerns(context, externalId);
        if (error is not null)
        {
            await error.WriteAsync(context);
            return;
        }

        var conversation = await store.FindAsync(externalId!, context.RequestAborted);
        if (conversation is null || conversation.RetainedFrom + options.Retention <= time.GetUtcNow())
        {
            await ApiError.NotFound.Because($"There is no conversation with that externalId, or it was completed more than {Days(options.Retention)} ago").WriteAsync(context);
            return;
        }

        var items = new List<MessageItem>();
        await foreach (var message in store.MessagesOfAsync(externalId!, MaxMessages, context.RequestAborted))
            items.Add(ItemOf(message));
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(new MessagesResponse(items), ApiJson.Readable.MessagesResponse);
    }

    private static MessageItem ItemOf(StoredMessage message) => new(
        message.Utterance.Text,
        new MessageSender((RoleName)message.Utterance.Participant, message.Utterance.ParticipantId),
        message.Utterance.Id.ToString(),
        ApiTime.Text(message.CreatedAt),
        ApiTime.Text(message.Utterance.SpokenAt));

    /// <summary>From the query or from the body; what both say must not differ.</summary>
    private static async Task<(string? ExternalId, ApiError? Error)> ExternalIdAsync(HttpContext context)
    {
        var said = context.Request.Query["externalId"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (!await RequestBody.IsEmptyAsync(context))
        {
            var (body, error) = await RequestBody.ReadAsync(context, ApiJson.Default.MessagesRequest, _ => ApiError.BadField);
            if (error is not null)
                return (null, error);
            if (body!.ExternalId is { } inBody)
                said.Add(inBody);
        }

        return said.Count > 1
            ? (null, ApiError.BadRequest.Because("externalId is given more than once, and differently"))
            : (said.FirstOrDefault(), Identifiers.Mistake(ApiError.BadField, "/externalId", said.FirstOrDefault()));
    }

    private static string Days(TimeSpan retention) => retention.TotalDays >= 2 ? $"{(int)retention.TotalDays} days" : $"{(int)retention.TotalHours} hours";
}
