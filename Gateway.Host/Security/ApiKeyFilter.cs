using System.Threading.RateLimiting;
using Gateway.Host.Endpoints;

namespace Gateway.Host.Security;

/// <summary>Lets a request in when its key is right, good for the product, and not used too often (api.md 1.1, 1.4).</summary>
internal sealed class ApiKeyFilter(ApiKeyRing keys, RequestRate rate, Product? product) : IEndpointFilter
{
    /// <summary>Where the filter leaves the caller for the endpoint and for the audit log.</summary>
    private static readonly object CallerItem = new();

    /// <summary>Who makes this request; only behind the filter.</summary>
    public static ApiKey CallerOf(HttpContext context) => (ApiKey)context.Items[CallerItem]!;

    /// <summary>Whose right key a request has shown, let in or not; null when nobody's.</summary>
    public static ApiKey? KnownCallerOf(HttpContext context) => (ApiKey?)context.Items[CallerItem];

    /// <summary>Leaves with a request who makes it; null: nobody that is known.</summary>
    public static void Admit(HttpContext context, ApiKey? caller) => context.Items[CallerItem] = caller;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Refusal(http) is { } error)
        {
            await error.WriteAsync(http);
            return Results.Empty;
        }

        return await next(context);
    }

    private ApiError? Refusal(HttpContext context)
    {
        var caller = keys.Find(context.Request.Headers["asapp-api-id"], context.Request.Headers["asapp-api-secret"]);
        Admit(context, caller);
        // After the secret: whoever knows only an id must not be able to use up its owner's requests.
        if (!rate.Allows(caller))
            return ApiError.TooManyRequests;
        if (caller is null)
            return ApiError.Unauthorized;
        if (product is { } needed && !caller.Products.Contains(needed))
            return ApiError.Forbidden.Because($"This API key is not entitled to {needed}");
        return null;
    }
}

/// <summary>How often each key may be used: a token bucket per key; all requests without a right key share one (INF-04). Safe for concurrent use.</summary>
internal sealed class RequestRate : IDisposable
{
    private readonly PartitionedRateLimiter<ApiKey?> _limiter;

    /// <param name="requestsPerSecond">What a bucket holds, and what flows into it each second.</param>
    public RequestRate(int requestsPerSecond)
    {
        // Refilled ten times a second, so that a client at the limit is not let through in bursts.
        var refill = Math.Max(1, requestsPerSecond / 10);
        _limiter = PartitionedRateLimiter.Create<ApiKey?, string>(key => RateLimitPartition.GetTokenBucketLimiter(
            key?.Id ?? "",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = requestsPerSecond,
                TokensPerPeriod = refill,
                ReplenishmentPeriod = TimeSpan.FromSeconds(refill / (double)requestsPerSecond),
                QueueLimit = 0,
            }));
    }

    /// <summary>Counts one request; false when it is one too many.</summary>
    public bool Allows(ApiKey? caller)
    {
        using var lease = _limiter.AttemptAcquire(caller);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
