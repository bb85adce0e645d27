using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Simulator.Json;

namespace Gateway.Simulator.Direct;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    Converters = [typeof(Milliseconds), typeof(CamelCaseEnum<Participant>)])]
[JsonSerializable(typeof(FileReport))]
internal sealed partial class FileReportJson : JsonSerializerContext;
