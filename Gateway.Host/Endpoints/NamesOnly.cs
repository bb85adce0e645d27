using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Host.Endpoints;

/// <summary>
/// Reads and writes an enumeration by the exact names of its members, and nothing else. The framework's own converter also takes numbers and lists, and
/// <c>1</c> or <c>redacted,unredacted</c> must not come to mean "unredacted".
/// </summary>
internal sealed class NamesOnly<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<string, TEnum> Members = typeof(TEnum).GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name, field => (TEnum)field.GetValue(null)!, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Members.TryGetValue(reader.GetString()!, out var member) ? member : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Members.First(member => EqualityComparer<TEnum>.Default.Equals(member.Value, value)).Key);
}
