using Gateway.Core;
using Gateway.Host.Security;

namespace Gateway.Host.Endpoints;

/// <summary>The body of <c>streaming-url</c> (api.md 7.1); may be missing.</summary>
/// <param name="ExternalId">The conversation, the same for all of its streams; missing: a new one.</param>
internal sealed record DirectUrlRequest(string? ExternalId);

/// <summary><c>POST /autotranscribe/v1/streaming-url</c>.</summary>
internal sealed class DirectUrlEndpoint(StreamToken tokens, PublicOrigin origin, TimeProvider time)
{
    public async Task AnswerAsync(HttpContext context)
    {
        DirectUrlRequest? body = null;
        ApiError? error = null;
        if (!await RequestBody.IsEmptyAsync(context))
            (body, error) = await RequestBody.ReadAsync(context, ApiJson.Default.DirectUrlRequest, _ => ApiError.BadField);
        var externalId = body?.ExternalId ?? StreamId.New(time).ToString();
        AuditTrail.Concerns(context, externalId);
        error ??= Identifiers.Mistake(ApiError.BadField, "/externalId", externalId);
        var conversation = default(ConversationId);
        if (error is null && !ConversationId.TryParse(externalId, out conversation))
            error = ApiError.BadField.Because("/externalId holds only blanks, control characters, line separators, marks that turn text around, or half of a surrogate pair");
        if (error is not null)
        {
            await error.WriteAsync(context);
            return;
        }

        var token = tokens.IssueDirect(ApiKeyFilter.CallerOf(context).Id, conversation);
        context.Response.Headers.CacheControl = "no-store";
        // In the query, as documented: the client is not Twilio, and keeps it.
        var url = $"{origin.WebSocketOrigin(context.Request)}{DirectStreamEndpoint.Path}?token={token}";
        await context.Response.WriteAsJsonAsync(new StreamUrlResponse(url), ApiJson.Default.StreamUrlResponse);
    }
}
