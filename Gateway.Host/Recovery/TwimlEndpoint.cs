using System.Text;
using Gateway.Host.Endpoints;
using Gateway.Host.Operations;
using Gateway.Host.Security;

namespace Gateway.Host.Recovery;

/// <summary><c>/twilio/twiml</c>: what a Twilio number can be pointed at, so that its calls are streamed here.</summary>
internal sealed partial class TwimlEndpoint(GatewayOptions options, StreamToken tokens, RepeatedWarning warnings, ILogger<TwimlEndpoint> logger)
{
    public const string Path = "/twilio/twiml";

    private readonly string _authority = options.PublicUrl!.OriginalString["https://".Length..].TrimEnd('/');

    public async Task AnswerAsync(HttpContext context)
    {
        if (await SignedRequest.ReadAsync(context, _authority, options.Twilio.AuthToken!.Reveal()) is null)
        {
            var address = context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address";
            if (warnings.Tell($"{nameof(Log.Forged)} {address}", out var leftOut))
                Log.Forged(logger, address, _authority, leftOut);
            await ApiError.Forbidden.Because("X-Twilio-Signature is missing or wrong").WriteAsync(context);
            return;
        }

        var document = TwiML.StartStream(
            new StreamRequest
            {
                Url = $"wss://{_authority}{MediaStreamEndpoint.Path}/{tokens.Issue("twiml")}",
                Tracks = StreamTracks.Both,
                StatusCallback = StreamStatusEndpoint.CallbackUrl(_authority),
            },
            options.Twilio.Continuation);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/xml; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(document), context.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(4622, LogLevel.Warning,
            "A request for TwiML from {Address} was refused with 403: X-Twilio-Signature does not match https://{Authority} and the configured Auth Token. That call is not "
            + "answered. Check Gateway:PublicUrl and Gateway:Twilio:AuthToken. ({LeftOut} more of these were not logged.)")]
        public static partial void Forged(ILogger logger, string address, string authority, long leftOut);
    }
}
