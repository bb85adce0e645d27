using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Simulator.Json;

namespace Gateway.Simulator.Scripts;

/// <summary>The file beside a recording that says what is in it.</summary>
internal sealed record CallSidecar
{
    /// <summary>The recording's path, relative to the sidecar's folder.</summary>
    public required string Audio { get; init; }

    /// <summary>When transcription is on.</summary>
    public required IReadOnlyList<TranscriptionWindow> Windows { get; init; }

    /// <summary>What is said.</summary>
    public required IReadOnlyList<ScriptedUtterance> Utterances { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(Milliseconds), typeof(CamelCaseEnum<Track>), typeof(CamelCaseEnum<Speaker>)])]
[JsonSerializable(typeof(CallSidecar))]
internal sealed partial class ScriptJson : JsonSerializerContext;
