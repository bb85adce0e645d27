using Gateway.Host.Endpoints;
using Gateway.Host.Operations;

namespace Gateway.Host.Security;

/// <summary>
/// Writes each request of a guarded group to the audit log, once: before the first byte of its answer leaves, so that nothing is answered that is not written
/// down, or when the client has gone before there was an answer. Around <see cref="ApiKeyFilter"/>, whose refusals are outcomes, too.
/// </summary>
internal sealed class AuditFilter(AuditTrail trail, RepeatedWarning warnings) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var written = false;
        http.Response.OnStarting(() => WriteAsync(http.Response.StatusCode));
        try
        {
            return await next(context);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            await WriteAsync(StatusCodes.Status499ClientClosedRequest);
            throw;
        }

        async Task WriteAsync(int status)
        {
            if (written)
                return;
            written = true;
            // Requests run on the threads that the network wakes, and a disk may take its time.
            await Task.Yield();
            Write(http, status);
        }
    }

    private void Write(HttpContext context, int status)
    {
        var who = ApiKeyFilter.KnownCallerOf(context)?.Id;
        var from = context.Connection.RemoteIpAddress?.ToString();
        var detail = AuditTrail.DetailOf(context);
        if (who is null)
        {
            // Anybody outside can cause these, as many as they like.
            if (!warnings.Tell($"{nameof(AuditFilter)} {from}", out var leftOut))
                return;
            detail = leftOut > 0 ? $"and {leftOut} more since the last entry" : null;
        }

        trail.Append(new AuditedAction(OperationOf(context), status)
        {
            Who = who,
            From = from,
            Conversation = AuditTrail.ConversationOf(context),
            Detail = detail,
            Code = ApiError.CodeOf(context),
            RequestId = context.TraceIdentifier,
        });
    }

    /// <summary>The name in the OpenAPI document; of an endpoint without one its pattern, which holds nothing of the request.</summary>
    private static string OperationOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
}
