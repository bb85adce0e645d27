using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Media.Calls;
using Gateway.Media.Conversations;

namespace Gateway.Host.Endpoints;

/// <summary>Where a call's media comes from (api.md 3.1). This gateway takes Twilio's.</summary>
[JsonConverter(typeof(NamesOnly<MediaNamespace>))]
internal enum MediaNamespace
{
    [JsonStringEnumMemberName("twilio")]
    Twilio,

    [JsonStringEnumMemberName("siprec")]
    Siprec,

    [JsonStringEnumMemberName("amazonconnect")]
    AmazonConnect,

    [JsonStringEnumMemberName("genesysaudiohook")]
    GenesysAudioHook,
}

/// <summary><c>redactionOutput</c> as it stands on the wire.</summary>
[JsonConverter(typeof(NamesOnly<RedactionOutputName>))]
internal enum RedactionOutputName
{
    [JsonStringEnumMemberName("redacted")]
    Redacted = RedactionOutput.Redacted,

    [JsonStringEnumMemberName("unredacted")]
    Unredacted = RedactionOutput.Unredacted,

    [JsonStringEnumMemberName("redacted_and_unredacted")]
    RedactedAndUnredacted = RedactionOutput.RedactedAndUnredacted,
}

/// <summary>A role as it stands on the wire.</summary>
[JsonConverter(typeof(NamesOnly<RoleName>))]
internal enum RoleName
{
    [JsonStringEnumMemberName("customer")]
    Customer = Participant.Customer,

    [JsonStringEnumMemberName("agent")]
    Agent = Participant.Agent,
}


/// <summary>The body of <c>start-streaming</c> (api.md 3.1).</summary>
/// <param name="Namespace">Where the media comes from.</param>
/// <param name="Guid">The call: Twilio's Call SID.</param>
/// <param name="CustomerId">The customer's identifier, 1 to 1 000 characters.</param>
/// <param name="AgentId">The agent's identifier, 1 to 1 000 characters.</param>
/// <param name="AutotranscribeParams">How to transcribe.</param>
/// <param name="TwilioParams">Who speaks on which track.</param>
internal sealed record StartStreamingRequest(
    MediaNamespace? Namespace, string? Guid, string? CustomerId, string? AgentId, AutotranscribeParams? AutotranscribeParams, TwilioParams? TwilioParams);

/// <summary>How to transcribe.</summary>
/// <param name="Language">IETF tag; default <c>en-US</c>.</param>
/// <param name="DetailedToken">Whether words with times are delivered; only with unredacted output.</param>
/// <param name="AudioRecordingAllowed">Accepted; this gateway never records audio.</param>
/// <param name="RedactionOutput">Default <c>redacted</c>.</param>
internal sealed record AutotranscribeParams(string? Language, bool? DetailedToken, bool? AudioRecordingAllowed, RedactionOutputName? RedactionOutput);

/// <summary>What is particular to Twilio.</summary>
/// <param name="TrackMap">Who speaks on which track.</param>
internal sealed record TwilioParams(TrackMapParams? TrackMap);

/// <summary>Who speaks on which track; the two must differ.</summary>
/// <param name="Inbound">Default <c>customer</c>.</param>
/// <param name="Outbound">Default <c>agent</c>.</param>
internal sealed record TrackMapParams(RoleName? Inbound, RoleName? Outbound);

/// <summary>The body of <c>stop-streaming</c> (api.md 3.4).</summary>
/// <param name="Namespace">Where the media comes from.</param>
/// <param name="Guid">The call: Twilio's Call SID.</param>
internal sealed record StopStreamingRequest(MediaNamespace? Namespace, string? Guid);

/// <summary>The answer of start and stop (api.md 3.3, 3.4).</summary>
/// <param name="IsOk">Whether both participants are transcribed.</param>
/// <param name="ErrorMessage">What is wrong when not.</param>
/// <param name="AutotranscribeResponse">The two participants.</param>
internal sealed record StreamingResponse(bool IsOk, string? ErrorMessage, ParticipantStreams AutotranscribeResponse)
{
    /// <summary>Application status of api.md 7.9.</summary>
    private static readonly ApplicationStatus Ok = new((int)StatusCode.Ok, "OK");
    private static readonly ApplicationStatus NoTrack = new((int)StatusCode.CannotTranscribe, "The media stream has no track for this participant");

    /// <param name="report">The two participants.</param>
    /// <param name="withSummary">True in the answer of a stop.</param>
    public static StreamingResponse Of(SpanReport report, bool withSummary)
    {
        var complete = report is { Customer: not null, Agent: not null };
        return new StreamingResponse(
            complete,
            complete ? null : $"The media stream carries only one track: the {(report.Customer is null ? "customer" : "agent")} is not transcribed. Use track=\"both_tracks\" in the TwiML.",
            new ParticipantStreams(StreamOf(report.Customer, withSummary), StreamOf(report.Agent, withSummary)));
    }

    private static ParticipantStream StreamOf(ParticipantReport? report, bool withSummary) =>
        report is null
            ? new ParticipantStream(null, NoTrack, null)
            : new ParticipantStream(report.Stream.ToString(), Ok, withSummary
                ? new StreamSummary(report.TotalAudioBytes, report.AudioDurationMs, report.StreamingSeconds, report.Transcripts)
                : null);
}

/// <summary>The two participants.</summary>
/// <param name="Customer">The customer's stream.</param>
/// <param name="Agent">The agent's stream.</param>
internal sealed record ParticipantStreams(ParticipantStream Customer, ParticipantStream Agent);

/// <summary>One participant's stream.</summary>
/// <param name="StreamId">Its name; absent when there is none.</param>
/// <param name="Status">Whether it works.</param>
/// <param name="Summary">Only in the answer of a stop.</param>
internal sealed record ParticipantStream(string? StreamId, ApplicationStatus Status, StreamSummary? Summary);

/// <summary>A status of api.md 7.9.</summary>
/// <param name="Code">1000 is good.</param>
/// <param name="Description">For people.</param>
internal sealed record ApplicationStatus(int Code, string Description);

/// <summary>What went through from the start to the stop (api.md 3.4).</summary>
/// <param name="TotalAudioBytes">Audio received, counted as 16-bit PCM: 16 bytes per millisecond.</param>
/// <param name="AudioDurationMs">Its length in milliseconds.</param>
/// <param name="StreamingSeconds">Its length in seconds, rounded up.</param>
/// <param name="Transcripts">Transcript messages produced.</param>
internal sealed record StreamSummary(long TotalAudioBytes, long AudioDurationMs, long StreamingSeconds, int Transcripts);
