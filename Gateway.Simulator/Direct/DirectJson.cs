using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Simulator.Json;

namespace Gateway.Simulator.Direct;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // Status codes are strings on this wire and numbers in answers of the control API.
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(CamelCaseEnum<Participant>)])]
[JsonSerializable(typeof(StartStream))]
[JsonSerializable(typeof(UpdateVocabulary))]
[JsonSerializable(typeof(FinishStream))]
[JsonSerializable(typeof(ServerMessage))]
[JsonSerializable(typeof(VocabularyPhrase[]))]
internal sealed partial class DirectJson : JsonSerializerContext;
