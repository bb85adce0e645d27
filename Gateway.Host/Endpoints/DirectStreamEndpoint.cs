using System.Net.WebSockets;
using Gateway.Host.Lifecycle;
using Gateway.Host.Operations;
using Gateway.Host.Security;
using Gateway.Media.Direct;

namespace Gateway.Host.Endpoints;

/// <summary>Where audio arrives without Twilio (api.md 7.2). One task per socket.</summary>
internal sealed partial class DirectStreamEndpoint(
    DirectStreams streams, StreamToken tokens, RecognizerReadiness readiness, Admission admission, IHostApplicationLifetime lifetime, RepeatedWarning warnings, ILogger<DirectStreamEndpoint> logger)
{
    /// <summary>The token follows as a query.</summary>
    public const string Path = "/autotranscribe/v1/stream";

    /// <summary>Sockets accepted and not yet done with.</summary>
    private int _sockets;

    /// <summary>Sockets open now.</summary>
    public int OpenSockets => Volatile.Read(ref _sockets);

    public async Task AcceptAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await ApiError.BadRequest.Because("This URL takes WebSocket upgrades only").WriteAsync(context);
            return;
        }

        Interlocked.Increment(ref _sockets);
        try
        {
            if (admission.IsShut)
                await admission.RefuseAsync(context);
            else
                await ServeAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _sockets);
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        var refusal = tokens.CheckDirect(context.Request.Query["token"], out var conversation);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        if (refusal is null)
            await streams.ServeAsync(socket, conversation, readiness.IsReady, lifetime.ApplicationStopping);
        else
            await RefuseAsync(socket, refusal.Value, context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address");
    }

    /// <summary>After the upgrade: clients are told to look at the close code (INF-47).</summary>
    private Task RefuseAsync(WebSocket socket, TokenRefusal refusal, string address)
    {
        if (warnings.Tell($"direct {refusal} {address}", out var leftOut))
            Log.TokenRefused(logger, refusal, address, leftOut);
        return streams.RefuseAsync(socket, "invalid or expired access token");
    }

    private static partial class Log
    {
        [LoggerMessage(4111, LogLevel.Warning,
            "A direct stream from {Address} was closed with 1008: its token is {Refusal}. Fetch a new URL (POST /autotranscribe/v1/streaming-url) at least every few "
            + "minutes. ({LeftOut} more of these were not logged.)")]
        public static partial void TokenRefused(ILogger logger, TokenRefusal refusal, string address, long leftOut);
    }
}
