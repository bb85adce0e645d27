using Gateway.Core;

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

/// <summary>One participant's transcription.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="MuLawBytes">Audio bytes received from Twilio and given to endpointing and recognition so far.</param>
/// <param name="Transcripts">Utterances delivered so far.</param>
public sealed record ParticipantReport(StreamId Stream, long MuLawBytes, int Transcripts)
{
    /// <summary>The same audio counted as 16-bit PCM (INF-17).</summary>
    public long TotalAudioBytes => 2 * MuLawBytes;

    /// <summary>Its length in milliseconds: 16 bytes each.</summary>
    public long AudioDurationMs => TotalAudioBytes / 16;

    /// <summary>Its length in seconds, rounded up (INF-18).</summary>
    public long StreamingSeconds => (AudioDurationMs + 999) / 1000;
}
