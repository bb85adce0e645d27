using System.Text.Json.Serialization;

namespace Gateway.Simulator.Cloud;

/// <summary>A stream as the REST API shows it.</summary>
internal sealed record StreamResource(string Sid, string AccountSid, string CallSid, string? Name, string Status, string DateUpdated, string Uri);

/// <summary>A call as the REST API shows it, as far as anybody asks.</summary>
internal sealed record CallResource(
    string Sid, string AccountSid, string? To, string? From, string Status, string Direction, string ApiVersion, string Uri);

/// <summary>An error as the REST API words it; <c>status</c> repeats the HTTP status.</summary>
internal sealed record ErrorResource(int Code, string Message, string MoreInfo, int Status);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StreamResource))]
[JsonSerializable(typeof(CallResource))]
[JsonSerializable(typeof(ErrorResource))]
internal sealed partial class CloudJson : JsonSerializerContext;
