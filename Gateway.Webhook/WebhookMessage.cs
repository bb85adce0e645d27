using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core;

namespace Gateway.Webhook;

/// <summary>The document that the target receives (api.md 4.1), members in the order of the documentation.</summary>
internal sealed record WebhookMessage(
    string Type, string ExternalConversationId, string StreamId, WebhookSender Sender, WebhookTranscript AutotranscribeResponse)
{
    /// <summary>Apostrophes stay readable: the document never stands inside HTML.</summary>
    private static readonly WebhookJson Json = new(new JsonSerializerOptions(WebhookJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes an utterance as UTF-8 JSON.</summary>
    public static byte[] Serialize(Utterance utterance) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookMessage(
            "transcript",
            utterance.Conversation.ToString(),
            utterance.Stream.ToString(),
            new WebhookSender(utterance.ParticipantId, utterance.Participant == Participant.Customer ? "customer" : "agent"),
            new WebhookTranscript("transcript", Milliseconds(utterance.Start), Milliseconds(utterance.End),
            [
                new WebhookUtterance(
                    utterance.Text,
                    utterance.UnredactedText,
                    utterance.Words?.Select(word =>
                        new WebhookToken(word.Text, Milliseconds(word.Start), Milliseconds(word.End), word.PunctuationAfter)).ToArray()),
            ])),
        Json.WebhookMessage);

    private static long Milliseconds(TimeSpan offset) => (long)offset.TotalMilliseconds;
}

internal sealed record WebhookSender(string ExternalId, string Role);

/// <summary><c>start</c> and <c>end</c> are milliseconds from the moment the start request took effect (C8).</summary>
internal sealed record WebhookTranscript(string Message, long Start, long End, WebhookUtterance[] Utterance);

/// <summary>
/// <c>unredactedText</c> only when both forms were asked for (INF-59), <c>token</c> only when detailed tokens were (INF-60).
/// </summary>
internal sealed record WebhookUtterance(string Text, string? UnredactedText, WebhookToken[]? Token);

internal sealed record WebhookToken(string Content, long Start, long End, string? PunctuationAfter);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookMessage))]
internal sealed partial class WebhookJson : JsonSerializerContext;
