using Gateway.Media.Conversations;

namespace Gateway.Media.Calls;

/// <summary>Why a start or stop request changed nothing (api.md 3.5).</summary>
public enum GateRefusal
{
    /// <summary>There is no call with that Call SID, or its media has not arrived: <c>400-203</c>.</summary>
    NoSuchCall,

    /// <summary>Already started, or already stopped: <c>409-201</c>.</summary>
    AlreadyDone,

    /// <summary>Another request for the call is being processed: <c>409-202</c>.</summary>
    RequestPending,
}

/// <summary>What came of a start or stop request: a refusal or a report, never both.</summary>
/// <param name="Refusal">Why nothing happened, or null.</param>
/// <param name="Report">The participants' transcriptions, or null.</param>
public sealed record GateAnswer(GateRefusal? Refusal, SpanReport? Report)
{
    internal static GateAnswer Refused(GateRefusal refusal) => new(refusal, null);

    internal static GateAnswer Done(SpanReport report) => new(null, report);
}

/// <summary>The two participants' transcriptions between a start and its stop.</summary>
/// <param name="Customer">The customer's, or null when no track of the stream carries the customer (INF-24).</param>
/// <param name="Agent">The agent's, or null likewise.</param>
public sealed record SpanReport(ParticipantReport? Customer, ParticipantReport? Agent);
