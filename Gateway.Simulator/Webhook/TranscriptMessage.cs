using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Simulator.Json;

namespace Gateway.Simulator.Webhook;

/// <summary>What the gateway posts (api.md 4.1), read strictly: a message that lacks a member is none.</summary>
internal sealed record TranscriptMessage
{
    /// <summary>Always <c>transcript</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The Call SID.</summary>
    public required string ExternalConversationId { get; init; }

    /// <summary>The stream of the start response.</summary>
    public required string StreamId { get; init; }

    /// <summary>Who said it.</summary>
    public required TranscriptSender Sender { get; init; }

    /// <summary>What was said.</summary>
    public required Transcript AutotranscribeResponse { get; init; }

    /// <summary>The words of the best hypothesis.</summary>
    [JsonIgnore]
    public string Text => string.Join(' ', AutotranscribeResponse.Utterance.Select(static utterance => utterance.Text));
}

/// <summary>Who said something.</summary>
/// <param name="ExternalId">The <c>customerId</c> or <c>agentId</c> of the start request.</param>
/// <param name="Role">Who that is.</param>
internal sealed record TranscriptSender(string ExternalId, Participant Role);

/// <summary>What was said.</summary>
internal sealed record Transcript
{
    /// <summary>Always <c>transcript</c>.</summary>
    public required string Message { get; init; }

    /// <summary>Its beginning, from the moment the start request took effect.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>Its end, same origin.</summary>
    public required TimeSpan End { get; init; }

    /// <summary>One element: the best hypothesis.</summary>
    public required IReadOnlyList<TranscriptUtterance> Utterance { get; init; }
}

/// <summary>A hypothesis.</summary>
/// <param name="Text">The text, redacted as asked.</param>
/// <param name="UnredactedText">The text without masking, if asked for.</param>
internal sealed record TranscriptUtterance(string Text, string? UnredactedText = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(Milliseconds), typeof(CamelCaseEnum<Participant>)])]
[JsonSerializable(typeof(TranscriptMessage))]
internal sealed partial class WebhookJson : JsonSerializerContext;
