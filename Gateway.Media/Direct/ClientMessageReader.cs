using System.Text.Json;
using Gateway.Core;

namespace Gateway.Media.Direct;

/// <summary>Reads what the client says, as tolerantly as the rest of the API (INF-06). Never throws.</summary>
internal static class ClientMessageReader
{
    private const string AudioEncoding = "L16";

    private static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads one text message, UTF-8.</summary>
    public static ClientMessage Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Tolerant);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : Format("A message must be a JSON object");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The second one for a name that holds half a surrogate pair.
            return Format("The message is not JSON");
        }
    }

    private static ClientMessage Read(JsonElement message) => MessageMember.Text(message, "message") switch
    {
        "startStream" => ReadStart(message),
        "updateVocabulary" => new UpdateVocabulary(message.TryGetProperty("phrases", out var phrases) ? phrases.Clone() : default),
        "finishStream" => new FinishStream(),
        _ => Format("message must be \"startStream\", \"updateVocabulary\" or \"finishStream\""),
    };

    private static ClientMessage ReadStart(JsonElement message)
    {
        if (!message.TryGetProperty("sender", out var sender) || sender.ValueKind != JsonValueKind.Object)
            return Format("sender is missing or not an object");
        if (MessageMember.Text(sender, "role") is not ("customer" or "agent"))
            return Format("sender.role must be \"customer\" or \"agent\"");
        var isCustomer = MessageMember.Text(sender, "role") == "customer";
        if (MessageMember.Text(sender, "externalId") is not { } id || !ConversationId.TryParse(id, out _))
            return Format($"sender.externalId must be 1 to {ConversationId.MaxLength} characters without control characters");

        if (!TryRead(message, "language", "en-US", out var language))
            return Format("language must be text");
        if (!TryRead(message, "encoding", AudioEncoding, out var encoding))
            return Format("encoding must be text");
        if (!TryRead(message, "redactionOutput", "redacted", out var output) || RedactionOf(output) is not { } redaction)
            return Format("redactionOutput must be \"redacted\", \"unredacted\" or \"redacted_and_unredacted\"");
        if (Flag(message, "smartFormatting", true) is not { } smartFormatting)
            return Format("smartFormatting must be true or false");
        if (Flag(message, "detailedToken", false) is not { } detailedToken)
            return Format("detailedToken must be true or false");
        // Accepted and without effect: this gateway never records audio.
        if (Flag(message, "audioRecordingAllowed", false) is null)
            return Format("audioRecordingAllowed must be true or false");
        if (SamplingRate(message) is not { } samplingRate)
            return Format("samplingRate must be a number");
        if (!encoding.Equals(AudioEncoding, StringComparison.OrdinalIgnoreCase))
            return new Unusable(StatusCode.EncodingNotSupported, $"encoding must be \"{AudioEncoding}\": 16-bit linear PCM, little-endian, one channel");
        if (samplingRate != Audio.Telephony.SampleRateHz)
            return new Unusable(StatusCode.SamplingRateNotSupported, $"samplingRate must be {Audio.Telephony.SampleRateHz}");

        return new StartStream(isCustomer ? Participant.Customer : Participant.Agent, new TranscriptionSettings
        {
            CustomerId = isCustomer ? id : null,
            AgentId = isCustomer ? null : id,
            Language = language,
            SmartFormatting = smartFormatting,
            DetailedToken = detailedToken,
            Redaction = redaction,
        });
    }

    private static Unusable Format(string reason) => new(StatusCode.MessageFormat, reason);

    /// <returns>False when something is there that is no text.</returns>
    private static bool TryRead(JsonElement parent, string name, string usual, out string value)
    {
        var member = MessageMember.Of(parent, name);
        value = member is null ? usual : MessageMember.Text(parent, name)!;
        return value is not null;
    }

    private static bool? Flag(JsonElement parent, string name, bool usual) => MessageMember.Of(parent, name) switch
    {
        null => usual,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => null,
    };

    /// <summary>Also as text: half of the codes of this channel are.</summary>
    private static double? SamplingRate(JsonElement message) => MessageMember.Of(message, "samplingRate") switch
    {
        null => Audio.Telephony.SampleRateHz,
        { ValueKind: JsonValueKind.Number } number => number.TryGetDouble(out var value) ? value : 0,
        { ValueKind: JsonValueKind.String } text => double.TryParse(MessageMember.TextOf(text), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : 0,
        _ => null,
    };

    private static RedactionOutput? RedactionOf(string name) => name switch
    {
        "redacted" => RedactionOutput.Redacted,
        "unredacted" => RedactionOutput.Unredacted,
        "redacted_and_unredacted" => RedactionOutput.RedactedAndUnredacted,
        _ => null,
    };
}
