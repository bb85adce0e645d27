using System.Text.Json.Serialization;

namespace Gateway.Host.Recovery;

/// <summary>What is read of a stream or a call.</summary>
/// <param name="Sid">Its name.</param>
/// <param name="Status">Its state.</param>
internal sealed record TwilioResource(string? Sid, string? Status);

/// <summary>What is read of an error.</summary>
/// <param name="Code">Twilio's error code; missing when something before Twilio's API answered.</param>
/// <param name="Message">A sentence that may quote the request.</param>
internal sealed record TwilioError(int? Code, string? Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(TwilioResource))]
[JsonSerializable(typeof(TwilioError))]
internal sealed partial class TwilioJson : JsonSerializerContext;
