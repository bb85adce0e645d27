using System.Threading.RateLimiting;
using Gateway.Host.Endpoints;

namespace Gateway.Host.Security;

/// <summary>Lets a request in when its key is right, good for the product, and not used too often (api.md 1.1, 1.4).</summary>
internal sealed class ApiKeyFilter(ApiKeyRing keys, RequestRate rate, Product? product) : IEndpointFilter
{
    /// <summary>Where the filter leaves the caller for the endpoint.</summary>
    private static readonly object CallerItem = new();

    /// <summary>Who makes this request; only behind the filter.</summary>
    public static ApiKey CallerOf(HttpContext context) => (ApiKey)context.Items[CallerItem]!;

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
        string? id = context.Request.Headers["asapp-api-id"];
        if (!rate.Allows(id))
            return ApiError.TooManyRequests;
        if (keys.Find(id, context.Request.Headers["asapp-api-secret"]) is not { } caller)
            return ApiError.Unauthorized;
        if (product is { } needed && !caller.Products.Contains(needed))
            return ApiError.Forbidden.Because($"This API key is not entitled to {needed}");
        context.Items[CallerItem] = caller;
        return null;
    }
}

/// <summary>How often each key may be used: a token bucket per key; all unknown keys share one (INF-04). Safe for concurrent use.</summary>
internal sealed class RequestRate : IDisposable
{
    private readonly PartitionedRateLimiter<string?> _limiter;

    /// <param name="keys">The keys that get a bucket of their own.</param>
    /// <param name="requestsPerSecond">What a bucket holds, and what flows into it each second.</param>
    public RequestRate(ApiKeyRing keys, int requestsPerSecond)
    {
        // Refilled ten times a second, so that a client at the limit is not let through in bursts.
        var refill = Math.Max(1, requestsPerSecond / 10);
        _limiter = PartitionedRateLimiter.Create<string?, string>(id => RateLimitPartition.GetTokenBucketLimiter(
            id is not null && keys.Knows(id) ? id : "",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = requestsPerSecond,
                TokensPerPeriod = refill,
                ReplenishmentPeriod = TimeSpan.FromSeconds(refill / (double)requestsPerSecond),
                QueueLimit = 0,
            }));
    }

    /// <summary>Counts one request; false when it is one too many.</summary>
    public bool Allows(string? id)
    {
        using var lease = _limiter.AttemptAcquire(id);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
