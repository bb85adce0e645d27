using Gateway.Core;

namespace Gateway.Media.Conversations;

/// <summary>What went through one participant's transcription: the <c>summary</c> of the API (api.md 3.4, 7.7).</summary>
/// <param name="Stream">Its name.</param>
/// <param name="TotalAudioBytes">Audio received and given to endpointing and recognition so far, in bytes, counted as 16-bit PCM (INF-17).</param>
/// <param name="Transcripts">Utterances delivered so far.</param>
public sealed record ParticipantReport(StreamId Stream, long TotalAudioBytes, int Transcripts)
{
    /// <summary>Its length in milliseconds: 16 bytes each.</summary>
    public long AudioDurationMs => TotalAudioBytes / 16;

    /// <summary>Its length in seconds, rounded up (INF-18).</summary>
    public long StreamingSeconds => (AudioDurationMs + 999) / 1000;
}
