using Gateway.Core;
using Gateway.Host.Operations;
using Gateway.Host.Security;
using Gateway.Media.Calls;
using Gateway.Media.Recognition;
using Gateway.Media.Text.Redaction;

namespace Gateway.Host.Endpoints;

/// <summary><c>POST /mg-autotranscribe/v1/start-streaming</c> and <c>stop-streaming</c> (api.md 3).</summary>
internal sealed class StreamingEndpoints(CallTable calls, IRecognizer recognizer, RecognizerReadiness readiness, RedactionOptions redaction)
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
        var language = asked?.Language ?? "en-US";
        if (!recognizer.Languages.Contains(language, StringComparer.OrdinalIgnoreCase))
            return ApiError.BadTranscriptionParameter.Because(
                $"4050: /autotranscribeParams/language is not supported; this gateway's recogniser understands {string.Join(", ", recognizer.Languages)}");

        // Order of the checks: INF-55. Smart formatting cannot be switched off here, so 4092 does not arise.
        var output = (RedactionOutput)(asked?.RedactionOutput ?? RedactionOutputName.Redacted);
        var detailed = asked?.DetailedToken ?? false;
        if (detailed && output != RedactionOutput.Unredacted)
            return ApiError.BadTranscriptionParameter.Because("4093: /autotranscribeParams/detailedToken needs redactionOutput \"unredacted\"");
        if (redaction.AlwaysRedact && output != RedactionOutput.Redacted)
            return ApiError.BadTranscriptionParameter.Because("4094: unredacted output is forbidden on this gateway (Gateway:Redaction:AlwaysRedact)");

        settings = new TranscriptionSettings
        {
            CustomerId = body.CustomerId!,
            AgentId = body.AgentId!,
            Language = language,
            DetailedToken = detailed,
            Redaction = output,
            TrackMap = new TrackMap((Participant)inbound),
        };
        return null;
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
