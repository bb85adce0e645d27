using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Media.Twilio;

/// <summary>The <c>start</c> message as it stands on the wire.</summary>
internal sealed record TwilioStartMessage(string? StreamSid, TwilioStart? Start);

/// <summary>The object inside it. Account, numbers and direction are of no use here.</summary>
internal sealed record TwilioStart(
    string? StreamSid, string? CallSid, string[]? Tracks, TwilioMediaFormat? MediaFormat, Dictionary<string, JsonElement>? CustomParameters);

/// <summary>Always mu-law, 8 000 Hz, one channel, as far as anyone has seen.</summary>
internal sealed record TwilioMediaFormat(string? Encoding, int SampleRate, int Channels);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TwilioStartMessage))]
internal sealed partial class TwilioJson : JsonSerializerContext;
