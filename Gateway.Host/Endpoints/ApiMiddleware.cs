using Gateway.Transcripts;

namespace Gateway.Host.Endpoints;

/// <summary>What holds for every request: an id to ask about it, and an answer in the API's own shape whatever goes wrong.</summary>
internal static partial class ApiMiddleware
{
    public static void UseApiEnvelope(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Gateway.Host.Api");
        app.Use(async (context, next) =>
        {
            context.TraceIdentifier = Guid.NewGuid().ToString();
            context.Response.Headers["X-Request-Id"] = context.TraceIdentifier;
            try
            {
                await next(context);
                if (context.Response.StatusCode >= 400 && !context.Response.HasStarted && context.Response.ContentLength is null)
                    await ApiError.Of(context.Response.StatusCode).WriteAsync(context);
            }
            catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
            {
                await ApiError.Of(refused.StatusCode).WriteAsync(context);
            }
            catch (StoreUnavailableException unavailable) when (!context.Response.HasStarted)
            {
                Log.StoreUnavailable(logger, context.Request.Method, context.TraceIdentifier, unavailable.Message);
                await ApiError.Unavailable.Because("The transcript store does not answer at the moment").WriteAsync(context);
            }
            catch (Exception damage) when (damage is UnreadableContentException or InvalidDataException && !context.Response.HasStarted)
            {
                Log.Unreadable(logger, context.Request.Method, context.TraceIdentifier, damage.Message);
                await ApiError.Internal.WriteAsync(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The client has gone; nobody is left to answer.
            }
            catch (Exception failure) when (!context.Response.HasStarted)
            {
                Log.RequestFailed(logger, failure, context.Request.Method, context.TraceIdentifier);
                await ApiError.Internal.WriteAsync(context);
            }
        });
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Error,
            "A {Method} request failed inside the gateway; the client was told 500 and request id {RequestId}.")]
        public static partial void RequestFailed(ILogger logger, Exception failure, string method, string requestId);

        [LoggerMessage(4003, LogLevel.Error, "A {Method} request was answered with 500, request id {RequestId}, because something stored cannot be read: {Problem}")]
        public static partial void Unreadable(ILogger logger, string method, string requestId, string problem);

        [LoggerMessage(4002, LogLevel.Warning, "A {Method} request was answered with 503, request id {RequestId}, because transcripts cannot be read: {Problem}.")]
        public static partial void StoreUnavailable(ILogger logger, string method, string requestId, string problem);
    }
}
