using Gateway.Host.Lifecycle;
using Gateway.Host.Operations;
using Gateway.Media;
using Gateway.Media.Recognition;
using Gateway.Transcripts;
using Gateway.Transcripts.Export;

namespace Gateway.Host.Endpoints;

/// <summary>The answer of <c>GET /v1/health</c> (api.md 11).</summary>
/// <param name="HealthCheck"><c>SUCCESS</c> or <c>FAILED</c>; the HTTP status is 200 either way (INF-64).</param>
internal sealed record HealthResponse(string HealthCheck);

/// <summary>The answer of <c>/readyz</c> on the management listener.</summary>
/// <param name="Ready">Whether calls can be taken.</param>
/// <param name="Reason">Why not: <c>warming up</c>, <c>draining</c> (those that are there go on) or <c>ending</c>; missing when they can.</param>
/// <param name="Recognizer">What recognition is doing: <c>warming up</c>, <c>ready</c>, or <c>degraded</c> when an engine is out of order and another one does its work.</param>
/// <param name="Engines">How each speech engine is doing, the best first.</param>
/// <param name="LagSeconds">How far recognition is behind: how long the finished utterance that has waited for longest has waited for its text.</param>
/// <param name="OpenStreams">Media streams open now.</param>
/// <param name="Store">Whether transcripts can be stored; when not, what is wrong. Calls are taken all the same.</param>
/// <param name="StoreWaiting">Entries that wait to be stored.</param>
/// <param name="Export">Whether export files can be published; when not, what is wrong.</param>
internal sealed record ReadinessResponse(bool Ready, string? Reason, string Recognizer, IReadOnlyList<EngineReadiness> Engines, double LagSeconds, int OpenStreams, string Store, int StoreWaiting, string Export);

/// <summary>How one speech engine is doing.</summary>
/// <param name="Name">As in the configuration.</param>
/// <param name="State"><c>working</c>, <c>failing</c> (on the last utterance it was given), or <c>not ready</c>.</param>
/// <param name="Recognised">Utterances that it has recognised since the gateway started.</param>
/// <param name="Failed">Utterances that it could not recognise; the next engine did, if there is one.</param>
internal sealed record EngineReadiness(string Name, string State, long Recognised, long Failed)
{
    public static EngineReadiness Of(EngineStatus status) =>
        new(status.Name, status.State switch { EngineState.Working => "working", EngineState.Failing => "failing", _ => "not ready" }, status.Recognised, status.Failed);
}

/// <summary>Whether the gateway works: for API clients, and for whoever runs it.</summary>
internal sealed class HealthEndpoints(RecognizerReadiness readiness, SpeechEngines engines, MediaPulse pulse, MediaStreamEndpoint streams, StoreWriter store, DailyPublication publication, Admission admission, IHostApplicationLifetime lifetime)
{
    public Task HealthAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(new HealthResponse(IsReady ? "SUCCESS" : "FAILED"), ApiJson.Default.HealthResponse);

    public Task ReadyAsync(HttpContext context)
    {
        var reason = Reason;
        context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        var statuses = engines.Statuses;
        var recognizer = !readiness.IsReady ? "warming up" : statuses.All(engine => engine.State == EngineState.Working) ? "ready" : "degraded";
        return context.Response.WriteAsJsonAsync(new ReadinessResponse(reason is null, reason, recognizer, [.. statuses.Select(EngineReadiness.Of)], Math.Round(pulse.Lag.TotalSeconds, 3), streams.OpenSockets, store.Trouble ?? "ready", store.Waiting, publication.Trouble ?? "ready"), ApiJson.Readable.ReadinessResponse);
    }

    public static Task LiveAsync(HttpContext context) => context.Response.WriteAsync("ok\n");

    private bool IsReady => Reason is null;

    private string? Reason => lifetime.ApplicationStopping.IsCancellationRequested ? "ending"
        : admission.IsShut ? "draining"
        : readiness.IsReady ? null
        : "warming up";
}
