using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Simulator.Json;

namespace Gateway.Simulator.Calls;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    Converters = [typeof(Milliseconds), typeof(CamelCaseEnum<Participant>), typeof(CallSidText)])]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>A Call SID as its 34 characters.</summary>
    private sealed class CallSidText : JsonConverter<CallSid>
    {
        public override CallSid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Gateway.Core.CallSid.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, CallSid value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
