using System.Security.Cryptography;
using System.Text;
using Gateway.Core;

namespace Gateway.Simulator.Twilio;

/// <summary>Signs as Twilio does.</summary>
internal static class TwilioSignature
{
    /// <summary>The <c>X-Twilio-Signature</c> of an upgrade: a GET without parameters, so only the URL counts.</summary>
    public static string OfUpgrade(Secret authToken, string url) => Sign(authToken, url);

    /// <summary>The <c>X-Twilio-Signature</c> of a webhook: the URL, and for a POST its parameters by name and value, in ordinal order.</summary>
    /// <param name="authToken">The account's token.</param>
    /// <param name="url">The URL without fragment, as it is requested.</param>
    /// <param name="form">The parameters of a POST; empty for a GET, whose parameters are in the URL.</param>
    public static string OfWebhook(Secret authToken, string url, IEnumerable<KeyValuePair<string, string>> form)
    {
        var sorted = form.Distinct()
            .OrderBy(static parameter => parameter.Key, StringComparer.Ordinal).ThenBy(static parameter => parameter.Value, StringComparer.Ordinal);
        return Sign(authToken, WithoutPort(url) + string.Concat(sorted.Select(static parameter => parameter.Key + parameter.Value)));
    }

    /// <summary>Over HTTPS, Twilio's voice webhooks sign neither user nor port.</summary>
    private static string WithoutPort(string url)
    {
        const string scheme = "https://";
        if (!url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return url;
        var end = url.AsSpan(scheme.Length).IndexOfAny('/', '?') is var length and >= 0 ? scheme.Length + length : url.Length;
        var authority = url[scheme.Length..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        // The colons of an IPv6 address stand before its bracket.
        var port = authority.LastIndexOf(':');
        return scheme + (port > authority.LastIndexOf(']') ? authority[..port] : authority) + url[end..];
    }

    private static string Sign(Secret authToken, string text) =>
        // HMAC-SHA1 is what Twilio prescribes.
#pragma warning disable CA5350
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken.Reveal()), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
}
