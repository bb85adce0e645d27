using Gateway.Host.Endpoints;
using Gateway.Host.Operations;

namespace Gateway.Host.Lifecycle;

/// <summary>
/// Whether new streams may come in. Shut when the process has been told to end, while those that are there go on. Whoever lets a stream in counts it first and asks
/// afterwards: then the drain, which shuts first and counts afterwards, misses none.
/// </summary>
internal sealed partial class Admission(RepeatedWarning warnings, ILogger<Admission> logger)
{
    private volatile bool _shut;

    public bool IsShut => _shut;

    public void Shut() => _shut = true;

    /// <summary>Refuses a stream with 503, before the upgrade.</summary>
    public Task RefuseAsync(HttpContext context)
    {
        if (warnings.Tell(nameof(Log.Refused), out var leftOut))
            Log.Refused(logger, context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address", leftOut);
        return ApiError.Unavailable.Because("The gateway is shutting down").WriteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(4506, LogLevel.Warning,
            "A stream from {Address} was refused with 503, because the gateway drains. It is not transcribed here; Twilio reports 31920. ({LeftOut} more of these were not "
            + "logged.)")]
        public static partial void Refused(ILogger logger, string address, long leftOut);
    }
}
