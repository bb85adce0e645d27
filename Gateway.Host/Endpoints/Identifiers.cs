using Gateway.Core;

namespace Gateway.Host.Endpoints;

/// <summary>What may name a call, a conversation or a person.</summary>
internal static class Identifiers
{
    /// <summary>The longest, in characters.</summary>
    public const int MaxLength = ConversationId.MaxLength;

    /// <summary>What is wrong with an identifier; null when nothing is.</summary>
    /// <param name="error">The failure that it would be.</param>
    /// <param name="pointer">Where it stands in the request.</param>
    /// <param name="value">What stands there.</param>
    public static ApiError? Mistake(ApiError error, string pointer, string? value) =>
        string.IsNullOrEmpty(value) ? error.Because($"{pointer} is missing")
        : value.Length > MaxLength ? error.Because($"{pointer} has more than {MaxLength} characters")
        : null;
}
