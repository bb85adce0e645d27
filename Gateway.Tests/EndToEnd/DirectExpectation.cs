using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// A part of a message that must be there: members that are not named do not matter, arrays have as many items as are named. Texts with a
/// meaning of their own: <c>*</c> is anything but nothing, <c>#</c> a whole number, <c>@absent</c> nothing at all, <c>@name</c> the same text
/// wherever it stands, <c>~words</c> a transcript of them, <c>a|b</c> either, <c>*part*</c> whatever has the part, <c>!*part*</c> whatever has not, in
/// capitals or not.
/// </summary>
internal sealed class DirectExpectation
{
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);

    /// <summary>Where <paramref name="actual"/> is not as it must be; null when it is.</summary>
    public string? DifferenceOf(JsonElement expected, JsonElement actual, string path = "")
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                return actual.ValueKind == JsonValueKind.Object
                    ? expected.EnumerateObject().Select(member => DifferenceOf(member, actual, path)).FirstOrDefault(difference => difference is not null)
                    : $"{path} is not an object";
            case JsonValueKind.Array:
                if (actual.ValueKind != JsonValueKind.Array || actual.GetArrayLength() != expected.GetArrayLength())
                    return $"{path} is not an array of {expected.GetArrayLength()}";
                return expected.EnumerateArray().Zip(actual.EnumerateArray())
                    .Select((pair, index) => DifferenceOf(pair.First, pair.Second, $"{path}/{index}")).FirstOrDefault(difference => difference is not null);
            case JsonValueKind.String:
                return Agrees(expected.GetString()!, actual) ? null : $"{path} is {actual.GetRawText()}, not {expected.GetString()}";
            default:
                return JsonElement.DeepEquals(expected, actual) ? null : $"{path} is {actual.GetRawText()}, not {expected.GetRawText()}";
        }
    }

    private string? DifferenceOf(JsonProperty member, JsonElement actual, string path)
    {
        var there = actual.TryGetProperty(member.Name, out var value);
        if (member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() == "@absent")
            return there ? $"{path}/{member.Name} is there" : null;
        return there ? DifferenceOf(member.Value, value, $"{path}/{member.Name}") : $"{path}/{member.Name} is missing";
    }

    private bool Agrees(string expected, JsonElement actual)
    {
        if (expected == "*")
            return actual.ValueKind is not JsonValueKind.Null && actual.GetRawText() is not "\"\"";
        if (expected == "#")
            return actual.ValueKind == JsonValueKind.Number && actual.TryGetInt64(out var number) && number >= 0;
        if (actual.ValueKind != JsonValueKind.String)
            return false;
        var text = actual.GetString()!;
        return expected switch
        {
            ['@', ..] => text.Length > 0 && (_named.TryAdd(expected, text) || _named[expected] == text),
            ['~', .. var words] => Gateway.Simulator.Calls.WordErrors.Between(words, text).Rate <= 0.3,
            ['!', .. var pattern] => !Fits(pattern, text),
            _ when expected.Contains('|', StringComparison.Ordinal) => expected.Split('|').Contains(text),
            _ when expected.Contains('*', StringComparison.Ordinal) => Fits(expected, text),
            _ => expected == text,
        };
    }

    private static bool Fits(string pattern, string text) =>
        Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
