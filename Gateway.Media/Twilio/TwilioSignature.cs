using System.Security.Cryptography;
using System.Text;

namespace Gateway.Media.Twilio;

/// <summary>
/// Checks <c>X-Twilio-Signature</c> on a WebSocket upgrade: base64(HMAC-SHA1(auth token, URL)). Twilio does not document which form of the
/// URL it signs for <c>wss</c>, so every form that has been reported is tried; the one that matched is told, so that the list can be
/// pruned.
/// </summary>
public static class TwilioSignature
{
    /// <summary>Signs <paramref name="url"/> as Twilio does.</summary>
    public static string Compute(string url, string authToken) =>
#pragma warning disable CA5350 // Twilio's algorithm, not our choice.
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(url)));
#pragma warning restore CA5350

    /// <summary>
    /// Finds the form of <paramref name="url"/> for which <paramref name="signature"/> is right. Compares in constant time.
    /// </summary>
    /// <param name="url">The <c>wss</c> URL as it stood in the TwiML, built from configuration and never from the request's host.</param>
    /// <param name="signature">The header's value, or null when it was not sent.</param>
    /// <param name="authToken">The Auth Token of the account that owns the call.</param>
    /// <returns>What the matching form is called, or null when none matches.</returns>
    public static string? Match(string url, string? signature, string authToken)
    {
        var given = Encoding.ASCII.GetBytes(signature ?? "");
        string? match = null;
        foreach (var (form, candidate) in Candidates(url))
        {
            // No early exit: how long it takes must not tell which form would have matched.
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Compute(candidate, authToken)), given))
                match ??= form;
        }

        return match;
    }

    private static IEnumerable<(string Form, string Url)> Candidates(string url)
    {
        // Raw strings: Uri and UriBuilder drop or add ports and slashes on their own.
        var authority = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var path = url.IndexOf('/', authority);
        var (origin, rest) = path < 0 ? (url, "") : (url[..path], url[path..]);
        var colon = origin.LastIndexOf(':');
        var port = colon > authority && origin.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? colon : origin.Length;
        var withoutPort = origin[..port];

        (string Form, string Origin)[] origins = [("as written", origin), ("without port", withoutPort), ("with port 443", withoutPort + ":443")];
        foreach (var (form, candidate) in origins)
        {
            yield return (form, candidate + rest);
            yield return (form + ", slash toggled", candidate + (rest.EndsWith('/') ? rest[..^1] : rest + "/"));
        }
    }
}
