using Gateway.Host.Endpoints;
using Gateway.Host.Operations;

namespace Gateway.Host.Recovery;

/// <summary><c>/twilio/stream-status</c>: where Twilio tells what has become of a stream.</summary>
internal sealed partial class StreamStatusEndpoint(GatewayOptions options, StreamRecovery recovery, RepeatedWarning warnings, ILogger<StreamStatusEndpoint> logger)
{
    public const string Path = "/twilio/stream-status";

    private readonly string _authority = options.PublicUrl!.OriginalString["https://".Length..].TrimEnd('/');

    /// <summary>What Twilio is told to call. The fragment asks it to repeat a callback that failed, which by default it does not.</summary>
    public static string CallbackUrl(string authority) => $"https://{authority}{Path}#rc=3&rp=5xx,ct,rt";

    public async Task AnswerAsync(HttpContext context)
    {
        var parameters = await SignedRequest.ReadAsync(context, _authority, options.Twilio.AuthToken!.Reveal());
        if (parameters is null)
        {
            var address = context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address";
            if (warnings.Tell($"{nameof(Log.Forged)} {address}", out var leftOut))
                Log.Forged(logger, address, _authority, leftOut);
            await ApiError.Forbidden.Because("X-Twilio-Signature is missing or wrong").WriteAsync(context);
            return;
        }

        // Whatever else Twilio may tell here one day is taken and forgotten: an error would only show up in its debugger.
        if (StreamEvent.Read(parameters) is { } told)
            recovery.Report(told);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static partial class Log
    {
        [LoggerMessage(4621, LogLevel.Warning,
            "A status callback from {Address} was refused with 403: X-Twilio-Signature does not match https://{Authority} and the configured Auth Token. Check that "
            + "Gateway:PublicUrl is what Twilio calls and that Gateway:Twilio:AuthToken is the primary token of the account. ({LeftOut} more of these were not logged.)")]
        public static partial void Forged(ILogger logger, string address, string authority, long leftOut);
    }
}
