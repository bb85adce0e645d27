using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Simulator.Json;

/// <summary>An enumeration by its members' names in camel case, as every wire format here spells them.</summary>
internal sealed class CamelCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
