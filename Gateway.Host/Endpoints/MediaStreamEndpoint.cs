using System.Net.WebSockets;
using Gateway.Core;
using Gateway.Host.Lifecycle;
using Gateway.Host.Operations;
using Gateway.Host.Security;
using Gateway.Media.Calls;
using Gateway.Media.Twilio;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Host.Endpoints;

/// <summary>Where Twilio's media streams arrive (api.md 2.3). One task per socket, and the only place that awaits it.</summary>
internal sealed partial class MediaStreamEndpoint(
    CallTable calls,
    StreamToken tokens,
    StreamUrlOptions streamUrls,
    TwilioOptions twilio,
    CallOptions callOptions,
    PublicOrigin origin,
    Admission admission,
    IHostApplicationLifetime lifetime,
    RepeatedWarning warnings,
    TimeProvider time,
    ILogger<MediaStreamEndpoint> logger)
{
    /// <summary>The token follows as one more segment.</summary>
    public const string Path = "/mg-twilio-autotranscribe/twilio-media";

    /// <summary>Twilio sends the start message at once; a socket that says nothing for this long only takes up room.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    /// <summary>Sockets accepted and not yet done with, those included that have not said which call they belong to.</summary>
    private int _sockets;

    /// <summary>Sockets open now, those included that have not said which call they belong to.</summary>
    public int OpenSockets => Volatile.Read(ref _sockets);

    public async Task AcceptAsync(HttpContext context)
    {
        if (Refusal(context, out var tokenChecked) is { } error)
        {
            await error.WriteAsync(context);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _sockets) > callOptions.MaxStreams)
            {
                if (warnings.Tell(nameof(Log.TooManyStreams), out var leftOut))
                    Log.TooManyStreams(logger, AddressOf(context), callOptions.MaxStreams, leftOut);
                await ApiError.Unavailable.Because("Too many media streams (Gateway:Calls:MaxStreams)").WriteAsync(context);
                return;
            }

            if (admission.IsShut)
                await admission.RefuseAsync(context);
            else
                await AcceptAsync(context, tokenChecked);
        }
        finally
        {
            Interlocked.Decrement(ref _sockets);
        }
    }

    private async Task AcceptAsync(HttpContext context, bool tokenChecked)
    {
        // No keep-alive frames and no compression: on a one-way stream Twilio wants to hear nothing from us.
        var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero });
        using var connection = new MediaStreamConnection(socket, time, TcpPacing.Of(context));
        await ServeAsync(connection, tokenChecked, AddressOf(context));
    }

    private async Task ServeAsync(MediaStreamConnection connection, bool tokenChecked, string address)
    {
        CallStream? stream = null;
        var ending = StreamEnding.Closed;
        var (status, reason) = (WebSocketCloseStatus.NormalClosure, "");
        try
        {
            var start = await ReadStartAsync(connection);
            if (start is not null && !tokenChecked)
                CheckToken(start.Token);
            if (start is not null)
            {
                stream = calls.Open(start);
                using var end = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, stream.Aborted);
                ending = await connection.PumpAsync(stream, end.Token);
            }
        }
        catch (TwilioProtocolException violation)
        {
            (ending, status, reason) = (StreamEnding.Refused, violation.CloseStatus, violation.Message);
            if (warnings.Tell($"{violation.Violation} {address}", out var leftOut))
                Log.PeerRefused(logger, address, violation.Violation, violation.Message, leftOut);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            (ending, status, reason) = (StreamEnding.Shutdown, WebSocketCloseStatus.EndpointUnavailable, "the gateway is shutting down");
        }
        catch (OperationCanceledException)
        {
            (ending, status, reason) = (StreamEnding.Idle, WebSocketCloseStatus.NormalClosure, "no messages for too long");
        }
        catch (Exception broken) when (broken is WebSocketException or IOException)
        {
            ending = StreamEnding.Lost;
        }
        finally
        {
            // The gate is shut first; then the peer need not wait for our last words to be recognised.
            var closed = stream is null ? Task.CompletedTask : calls.CloseAsync(stream, ending);
            await connection.CloseAsync(status, reason);
            await closed;
            if (stream is null && ending is not (StreamEnding.Refused or StreamEnding.Shutdown) && warnings.Tell($"{ending} {address}", out var leftOut))
                Log.NeverStarted(logger, address, ending, leftOut);
        }
    }

    private async Task<StreamStart?> ReadStartAsync(MediaStreamConnection connection)
    {
        using var patience = new CancellationTokenSource(StartLimit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, patience.Token);
        return await connection.ReadStartAsync(end.Token);
    }

    /// <summary>Why the upgrade is refused, or null. Twilio shows any refusal as error 31920.</summary>
    private ApiError? Refusal(HttpContext context, out bool tokenChecked)
    {
        tokenChecked = false;
        if (!context.WebSockets.IsWebSocketRequest)
            return ApiError.BadRequest.Because("This URL takes WebSocket upgrades only: it belongs into the TwiML of a call");

        var token = context.GetRouteValue("token") as string ?? context.Request.Query["token"];
        if (token is not null || !streamUrls.AcceptTokenInCustomParameters)
        {
            if (tokens.Check(token) is { } refusal)
            {
                if (warnings.Tell($"{refusal} {AddressOf(context)}", out var leftOut))
                    Log.TokenRefused(logger, refusal, AddressOf(context), leftOut);
                return ApiError.Unauthorized;
            }

            tokenChecked = true;
        }

        if (twilio.ValidateSignature)
        {
            // The target as it came over the wire: routing would decode it, and the signature covers the encoded form.
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var form = TwilioSignature.Match(origin.WebSocketOrigin(context.Request) + target, context.Request.Headers["X-Twilio-Signature"], twilio.AuthToken!.Reveal());
            if (form is null)
            {
                if (warnings.Tell($"{nameof(Log.SignatureRefused)} {AddressOf(context)}", out var leftOut))
                    Log.SignatureRefused(logger, AddressOf(context), origin.WebSocketOrigin(context.Request), leftOut);
                return ApiError.Forbidden.Because("X-Twilio-Signature is missing or wrong");
            }

            Log.SignatureMatched(logger, form);
        }

        return null;
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "an unknown address";

    private void CheckToken(string? token)
    {
        if (tokens.Check(token) is not { } refusal)
            return;
        throw new TwilioProtocolException(TwilioViolation.TokenRefused, $"custom parameter 'token': {refusal}");
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Warning,
            "A media stream from {Address} was refused with 401: its token is {Refusal}. Twilio reports 31920. Fetch a new stream URL for each "
            + "call, or at least every few minutes. ({LeftOut} more of these were not logged.)")]
        public static partial void TokenRefused(ILogger logger, TokenRefusal refusal, string address, long leftOut);

        [LoggerMessage(4102, LogLevel.Warning,
            "A media stream from {Address} was refused with 403: X-Twilio-Signature does not match {Origin} and the configured Auth Token. Check "
            + "that Gateway:PublicUrl is what the TwiML says and that Gateway:Twilio:AuthToken is the primary token of the account that owns the "
            + "call. ({LeftOut} more of these were not logged.)")]
        public static partial void SignatureRefused(ILogger logger, string address, string origin, long leftOut);

        [LoggerMessage(4103, LogLevel.Debug, "X-Twilio-Signature matched the URL {Form}.")]
        public static partial void SignatureMatched(ILogger logger, string form);

        [LoggerMessage(4104, LogLevel.Warning,
            "A media stream from {Address} was closed because the peer broke the protocol ({Violation}): {Detail}. ({LeftOut} more of these were "
            + "not logged.)")]
        public static partial void PeerRefused(ILogger logger, string address, TwilioViolation violation, string detail, long leftOut);

        [LoggerMessage(4105, LogLevel.Error,
            "A media stream from {Address} was refused with 503: {Limit} are open, which is the limit (Gateway:Calls:MaxStreams). Twilio reports "
            + "31920, and that call is not transcribed. ({LeftOut} more of these were not logged.)")]
        public static partial void TooManyStreams(ILogger logger, string address, int limit, long leftOut);

        [LoggerMessage(4106, LogLevel.Warning,
            "A media stream from {Address} ended ({Ending}) before it said which call it belongs to. ({LeftOut} more of these were not logged.)")]
        public static partial void NeverStarted(ILogger logger, string address, StreamEnding ending, long leftOut);
    }
}
