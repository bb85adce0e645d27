using Gateway.Host.Lifecycle;
using Gateway.Host.Operations;
using Gateway.Transcripts;
using Gateway.Transcripts.Export;

namespace Gateway.Host.Endpoints;

/// <summary>The answer of <c>GET /v1/health</c> (api.md 11).</summary>
/// <param name="HealthCheck"><c>SUCCESS</c> or <c>FAILED</c>; the HTTP status is 200 either way (INF-64).</param>
internal sealed record HealthResponse(string HealthCheck);

/// <summary>The answer of <c>/readyz</c> on the management listener.</summary>
/// <param name="Ready">Whether calls can be taken.</param>
/// <param name="Reason">Why not: <c>warming up</c>, <c>draining</c> (those that are there go on) or <c>ending</c>; missing when they can.</param>
/// <param name="Recognizer">What the recogniser is doing.</param>
/// <param name="OpenStreams">Media streams open now.</param>
/// <param name="Store">Whether transcripts can be stored; when not, what is wrong. Calls are taken all the same.</param>
/// <param name="StoreWaiting">Entries that wait to be stored.</param>
/// <param name="Export">Whether export files can be published; when not, what is wrong.</param>
internal sealed record ReadinessResponse(bool Ready, string? Reason, string Recognizer, int OpenStreams, string Store, int StoreWaiting, string Export);

/// <summary>Whether the gateway works: for API clients, and for whoever runs it.</summary>
internal sealed class HealthEndpoints(RecognizerReadiness readiness, MediaStreamEndpoint streams, StoreWriter store, DailyPublication publication, Admission admission, IHostApplicationLifetime lifetime)
{
    public Task HealthAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(new HealthResponse(IsReady ? "SUCCESS" : "FAILED"), ApiJson.Default.HealthResponse);

    public Task ReadyAsync(HttpContext context)
    {
        var reason = Reason;
        context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        var recognizer = readiness.IsReady ? "ready" : "warming up";
        return context.Response.WriteAsJsonAsync(new ReadinessResponse(reason is null, reason, recognizer, streams.OpenSockets, store.Trouble ?? "ready", store.Waiting, publication.Trouble ?? "ready"), ApiJson.Readable.ReadinessResponse);
    }

    public static Task LiveAsync(HttpContext context) => context.Response.WriteAsync("ok\n");

    private bool IsReady => Reason is null;

    private string? Reason => lifetime.ApplicationStopping.IsCancellationRequested ? "ending"
        : admission.IsShut ? "draining"
        : readiness.IsReady ? null
        : "warming up";
}
