using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Media.Conversations;

namespace Gateway.Media.Direct;

/// <summary>What the gateway says on a direct stream, as UTF-8 JSON (api.md 7.4, 7.6 to 7.8).</summary>
internal static class ServerMessage
{
    /// <summary>Apostrophes stay readable: the messages never stand inside HTML.</summary>
    private static readonly ServerJson Json = new(new JsonSerializerOptions(ServerJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The stream has begun. The documents spell the id in two ways (INF-49, C5).</summary>
    public static byte[] StartResponse(StreamId stream) =>
        JsonSerializer.SerializeToUtf8Bytes(new StartResponse("startResponse", stream.ToString(), stream.ToString(), Status(StatusCode.Ok, "OK")), Json.StartResponse);

    /// <summary>What came of an <c>updateVocabulary</c>.</summary>
    public static byte[] VocabularyResponse(StatusCode code, string description) =>
        JsonSerializer.SerializeToUtf8Bytes(new VocabularyResponse("vocabularyResponse", Status(code, description)), Json.VocabularyResponse);

    /// <summary>One utterance.</summary>
    public static byte[] Transcript(Utterance utterance) => JsonSerializer.SerializeToUtf8Bytes(
        new TranscriptMessage("transcript", Milliseconds(utterance.Start), Milliseconds(utterance.End),
        [
            new TranscriptText(
                utterance.Text,
                utterance.UnredactedText,
                utterance.Words?.Select(word => new TranscriptToken(word.Text, Milliseconds(word.Start), Milliseconds(word.End), word.PunctuationAfter)).ToArray()),
        ]),
        Json.TranscriptMessage);

    /// <summary>The last message.</summary>
    /// <param name="stream">Its name; null when it never began.</param>
    /// <param name="code">How it ended.</param>
    /// <param name="description">The same for people.</param>
    /// <param name="report">What went through; null when it never began.</param>
    public static byte[] FinalResponse(StreamId? stream, StatusCode code, string description, ParticipantReport? report) => JsonSerializer.SerializeToUtf8Bytes(
        new FinalResponse(
            "finalResponse", stream?.ToString(), Status(code, description),
            new FinalSummary(report?.TotalAudioBytes ?? 0, report?.AudioDurationMs ?? 0, report?.StreamingSeconds ?? 0, report?.Transcripts ?? 0)),
        Json.FinalResponse);

    /// <summary>Here a code is a string (C4).</summary>
    private static MessageStatus Status(StatusCode code, string description) => new(((int)code).ToString(CultureInfo.InvariantCulture), description);

    private static long Milliseconds(TimeSpan offset) => (long)offset.TotalMilliseconds;
}

internal sealed record MessageStatus(string Code, string Description);

internal sealed record StartResponse(
    string Message, [property: JsonPropertyName("streamID")] string Stream, [property: JsonPropertyName("streamId")] string SameStream, MessageStatus Status);

internal sealed record VocabularyResponse(string Message, MessageStatus Status);

internal sealed record TranscriptMessage(string Message, long Start, long End, TranscriptText[] Utterance);

/// <summary>
/// <c>unredactedText</c> only when both forms were asked for (INF-59), <c>token</c> only when detailed tokens were (INF-60).
/// </summary>
internal sealed record TranscriptText(string Text, string? UnredactedText, TranscriptToken[]? Token);

internal sealed record TranscriptToken(string Content, long Start, long End, string? PunctuationAfter);

internal sealed record FinalResponse(string Message, string? StreamId, MessageStatus Status, FinalSummary Summary);

internal sealed record FinalSummary(long TotalAudioBytes, long AudioDurationMs, long StreamingSeconds, int Transcripts);

// Not the defaults for the web: names that differ in their case only would be the same there.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StartResponse))]
[JsonSerializable(typeof(VocabularyResponse))]
[JsonSerializable(typeof(TranscriptMessage))]
[JsonSerializable(typeof(FinalResponse))]
internal sealed partial class ServerJson : JsonSerializerContext;
