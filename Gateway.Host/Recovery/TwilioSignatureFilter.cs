using Gateway.Core;
using Gateway.Host.Endpoints;
using Gateway.Host.Operations;

namespace Gateway.Host.Recovery;

/// <summary>Lets only requests in that Twilio has signed, and leaves their parameters for the endpoint.</summary>
internal sealed partial class TwilioSignatureFilter(PublicOrigin origin, Secret authToken, RepeatedWarning warnings, ILogger<TwilioSignatureFilter> logger) : IEndpointFilter
{
    private static readonly object ParametersItem = new();

    /// <summary>What a request says; only behind the filter.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ParametersOf(HttpContext context) => (IReadOnlyList<KeyValuePair<string, string>>)context.Items[ParametersItem]!;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await SignedRequest.ReadAsync(http, origin.Https, authToken.Reveal()) is { } parameters)
        {
            http.Items[ParametersItem] = parameters;
            return await next(context);
        }

        var (address, path) = (http.Connection.RemoteIpAddress?.ToString() ?? "an unknown address", http.Request.Path.Value!);
        if (warnings.Tell($"{nameof(Log.Refused)} {path} {address}", out var leftOut))
            Log.Refused(logger, path, address, origin.Https, leftOut);
        await ApiError.Forbidden.Because("X-Twilio-Signature is missing or wrong").WriteAsync(http);
        return Results.Empty;
    }

    private static partial class Log
    {
        [LoggerMessage(4621, LogLevel.Warning,
            "A request for {Path} from {Address} was refused with 403: X-Twilio-Signature does not match {Origin} and the configured Auth Token. Check that "
            + "Gateway:PublicUrl is what Twilio calls and that Gateway:Twilio:AuthToken is the primary token of the account. ({LeftOut} more of these were not logged.)")]
        public static partial void Refused(ILogger logger, string path, string address, string origin, long leftOut);
    }
}
