using Gateway.Core;
using Gateway.Host.Operations;
using Gateway.Host.Recovery;
using Gateway.Host.Security;
using Gateway.Media.Calls;
using Gateway.Media.Conversations;

namespace Gateway.Host.Endpoints;

/// <summary><c>POST /mg-autotranscribe/v1/start-streaming</c> and <c>stop-streaming</c> (api.md 3).</summary>
internal sealed class StreamingEndpoints(CallTable calls, TranscriptionTerms terms, RecognizerReadiness readiness, StreamRecovery? recovery = null)
{
    public async Task StartAsync(HttpContext context)
    {
        var (body, error) = await RequestBody.ReadAsync(context, ApiJson.Default.StartStreamingRequest, path =>
            path.StartsWith("/autotranscribeParams", StringComparison.Ordinal) ? ApiError.BadTranscriptionParameter : ApiError.BadGatewayParameter);
        AuditTrail.Concerns(context, body?.Guid);
        TranscriptionSettings? settings = null;
        CallSid callSid = default;
        var refused = error ?? Settings(body!, out settings) ?? CallOf(body!.Namespace!.Value, body.Guid!, out callSid)
            ?? (readiness.IsReady ? null : ApiError.Unavailable.Because("The recogniser is still warming up"));
        if (refused is not null)
        {
            await refused.WriteAsync(context);
            return;
        }

        var answer = await calls.StartAsync(callSid, settings!, context.RequestAborted);
        await AnswerAsync(context, answer, ApiError.AlreadyStarted, withSummary: false);
    }

    public async Task StopAsync(HttpContext context)
    {
        var (body, error) = await RequestBody.ReadAsync(context, ApiJson.Default.StopStreamingRequest, _ => ApiError.BadGatewayParameter);
        AuditTrail.Concerns(context, body?.Guid);
        CallSid callSid = default;
        if ((error ?? Required(body!.Namespace, body.Guid) ?? CallOf(body.Namespace!.Value, body.Guid!, out callSid)) is { } refused)
        {
            await refused.WriteAsync(context);
            return;
        }

        // Whoever stops a call does not want it back.
        recovery?.Withdraw(callSid);
        await AnswerAsync(context, await calls.StopAsync(callSid), ApiError.AlreadyStopped, withSummary: true);
    }

    private static Task AnswerAsync(HttpContext context, GateAnswer answer, ApiError alreadyDone, bool withSummary) => answer switch
    {
        { Report: { } report } => context.Response.WriteAsJsonAsync(StreamingResponse.Of(report, withSummary), ApiJson.Default.StreamingResponse),
        { Refusal: GateRefusal.AlreadyDone } => alreadyDone.WriteAsync(context),
        { Refusal: GateRefusal.RequestPending } => ApiError.RequestPending.WriteAsync(context),
        _ => ApiError.NoSuchCall.WriteAsync(context),
    };

    private ApiError? Settings(StartStreamingRequest body, out TranscriptionSettings? settings)
    {
        settings = null;
        if ((Required(body.Namespace, body.Guid) ?? Identifier("/customerId", body.CustomerId) ?? Identifier("/agentId", body.AgentId)) is { } missing)
            return missing;

        var inbound = body.TwilioParams?.TrackMap?.Inbound ?? RoleName.Customer;
        if (inbound == (body.TwilioParams?.TrackMap?.Outbound ?? RoleName.Agent))
            return ApiError.BadGatewayParameter.Because("/twilioParams/trackMap maps both tracks to the same role; name both, and differently");

        var asked = body.AutotranscribeParams;
        settings = new TranscriptionSettings
        {
            CustomerId = body.CustomerId!,
            AgentId = body.AgentId!,
            Language = asked?.Language ?? "en-US",
            DetailedToken = asked?.DetailedToken ?? false,
            Redaction = (RedactionOutput)(asked?.RedactionOutput ?? RedactionOutputName.Redacted),
            TrackMap = new TrackMap((Participant)inbound),
        };
        return terms.Refuse(settings) is { } refusal
            ? ApiError.BadTranscriptionParameter.Because($"{(int)refusal.Code}: /autotranscribeParams/{refusal.Member} {refusal.Reason}")
            : null;
    }

    private static ApiError? Required(MediaNamespace? mediaNamespace, string? guid) =>
        mediaNamespace is null ? ApiError.BadGatewayParameter.Because("/namespace is missing") : Identifier("/guid", guid);

    private static ApiError? Identifier(string pointer, string? value) => Identifiers.Mistake(ApiError.BadGatewayParameter, pointer, value);

    /// <summary>A guid of another namespace may be right in itself; there is just no such call here.</summary>
    private static ApiError? CallOf(MediaNamespace mediaNamespace, string guid, out CallSid callSid)
    {
        callSid = default;
        if (mediaNamespace != MediaNamespace.Twilio)
            return ApiError.NoSuchCall.Because("There is no call with that guid: this gateway takes media of namespace twilio only");
        return CallSid.TryParse(guid, out callSid)
            ? null
            : ApiError.BadGatewayParameter.Because("/guid must be a Twilio Call SID: CA and 32 hexadecimal digits");
    }
}
