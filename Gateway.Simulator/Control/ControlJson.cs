using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Simulator.Json;

namespace Gateway.Simulator.Control;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnum<Participant>)])]
[JsonSerializable(typeof(StartRequest))]
[JsonSerializable(typeof(StopRequest))]
[JsonSerializable(typeof(StreamUrl))]
[JsonSerializable(typeof(StreamingUrlRequest))]
[JsonSerializable(typeof(StreamingResponse))]
[JsonSerializable(typeof(ErrorEnvelope))]
internal sealed partial class ControlJson : JsonSerializerContext;
