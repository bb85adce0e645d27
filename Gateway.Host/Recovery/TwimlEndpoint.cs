using System.Text;
using Gateway.Host.Endpoints;
using Gateway.Host.Security;

namespace Gateway.Host.Recovery;

/// <summary><c>/twilio/twiml</c>: what a Twilio number can be pointed at, so that its calls are streamed here.</summary>
internal sealed class TwimlEndpoint(TwilioOptions options, StreamToken tokens, PublicOrigin origin)
{
    public const string Path = "/twilio/twiml";

    public async Task AnswerAsync(HttpContext context)
    {
        var document = TwiML.StartStream(
            new StreamRequest
            {
                Url = $"{origin.WebSocket}{MediaStreamEndpoint.Path}/{tokens.Issue("twiml")}",
                Tracks = StreamTracks.Both,
                StatusCallback = StreamStatusEndpoint.CallbackUrl(origin.Https),
            },
            options.Continuation);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/xml; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(document), context.RequestAborted);
    }
}
