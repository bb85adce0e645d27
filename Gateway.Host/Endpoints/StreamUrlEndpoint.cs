using Gateway.Host.Security;

namespace Gateway.Host.Endpoints;

/// <summary>The answer of <c>twilio-media-stream-url</c> (api.md 2.1).</summary>
/// <param name="StreamingUrl">The WebSocket URL for the TwiML; it can be dialled for five minutes, by any number of calls.</param>
internal sealed record StreamUrlResponse(string StreamingUrl);

/// <summary><c>GET /mg-autotranscribe/v1/twilio-media-stream-url</c>.</summary>
internal sealed class StreamUrlEndpoint(StreamToken tokens, PublicOrigin origin)
{
    public Task AnswerAsync(HttpContext context)
    {
        var token = tokens.Issue(ApiKeyFilter.CallerOf(context).Id);
        context.Response.Headers.CacheControl = "no-store";
        // In the path: Twilio drops a query when it dials (C1).
        var url = $"{origin.WebSocketOrigin(context.Request)}{MediaStreamEndpoint.Path}/{token}";
        return context.Response.WriteAsJsonAsync(new StreamUrlResponse(url), ApiJson.Default.StreamUrlResponse);
    }
}
