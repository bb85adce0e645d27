using System.Net;

namespace Gateway.Media.Twilio;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> as Twilio signs it: names that differ in case are different, values are not trimmed, empty
/// ones count, and repeated names stay apart. The framework's form collections keep none of these promises.
/// </summary>
public static class TwilioForm
{
    /// <summary>The parameters of a form body or of a query, in their order. Never throws.</summary>
    /// <param name="text">The raw text, without a leading question mark. What is not validly encoded stays as it is.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (var range in text.AsSpan().Split('&'))
        {
            var parameter = text[range];
            if (parameter.Length == 0)
                continue;
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (parameter, "") : (parameter[..equals], parameter[(equals + 1)..]);
            parameters.Add(new(WebUtility.UrlDecode(name), WebUtility.UrlDecode(value)));
        }

        return parameters;
    }
}
