using System.Text.Json;

namespace Gateway.Media.Direct;

/// <summary>Looks up members of what a client sent. Never throws for an object.</summary>
internal static class MessageMember
{
    /// <summary>A member that is there, and not null.</summary>
    public static JsonElement? Of(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>A member's text; null when it is not there, or no text.</summary>
    public static string? Text(JsonElement parent, string name) => Of(parent, name) is { } member ? TextOf(member) : null;

    /// <returns>Null for what is no text, and for half a surrogate pair, which JSON can write and no text can hold.</returns>
    public static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
