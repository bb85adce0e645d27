using Gateway.Host.Endpoints;

namespace Gateway.Host.Security;

/// <summary>
/// Lets a request in when it follows a good link: in the name of the API key that asked for the link, as long as that key is live and good for exports.
/// </summary>
internal sealed class DownloadLinkFilter(DownloadLink links, ApiKeyRing keys) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var refusal = links.Check(http.Request.Path.Value!, http.Request.Query, out var id);
        var caller = refusal == LinkRefusal.Altered ? null : keys.Named(id);
        ApiKeyFilter.Admit(http, caller);
        if (refusal is null && caller?.Products.Contains(Product.FileExporter) == true)
            return await next(context);
        await ApiError.Forbidden.Because(refusal == LinkRefusal.Expired ? "The link has expired; ask for a new one with getfeedfile" : "The link is not valid").WriteAsync(http);
        return Results.Empty;
    }
}
