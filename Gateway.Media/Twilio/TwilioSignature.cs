using System.Security.Cryptography;
using System.Text;

namespace Gateway.Media.Twilio;

/// <summary>
/// Checks <c>X-Twilio-Signature</c> on a WebSocket upgrade: base64(HMAC-SHA1(auth token, URL)). Twilio does not document which form of the
/// URL it signs for <c>wss</c>, so every form that has been reported is tried; the one that matched is told, so that the list can be
/// pruned. Requests with parameters or a body: <see cref="TwilioWebhookSignature"/>.
/// </summary>
public static class TwilioSignature
{
    /// <summary>Signs <paramref name="url"/> as Twilio does.</summary>
    public static string Compute(string url, string authToken) =>
#pragma warning disable CA5350 // Twilio's algorithm, not our choice.
        Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(url)));
#pragma warning restore CA5350

    /// <summary>
    /// Finds the form of <paramref name="url"/> for which <paramref name="signature"/> is right. Compares in constant time. Never throws.
    /// </summary>
    /// <param name="url">The <c>wss</c> URL as it stood in the TwiML, built from configuration and never from the request's host.</param>
    /// <param name="signature">The header's value, or null when it was not sent.</param>
    /// <param name="authToken">The Auth Token of the account that owns the call.</param>
    /// <returns>What the matching form is called, or null when none matches.</returns>
    public static string? Match(string url, string? signature, string authToken) => MatchAny(Candidates(url), signature, authToken);

    /// <summary>The first of several signed texts for which <paramref name="signature"/> is right.</summary>
    /// <param name="candidates">The texts, each with what its form is called.</param>
    /// <param name="signature">The header's value, or null.</param>
    /// <param name="authToken">The Auth Token.</param>
    /// <returns>What the form is called, or null when none matches.</returns>
    internal static string? MatchAny(IEnumerable<(string Form, string Text)> candidates, string? signature, string authToken)
    {
        var given = Encoding.ASCII.GetBytes(signature ?? "");
        string? match = null;
        foreach (var (form, text) in candidates)
        {
            // No early exit: how long it takes must not tell which form would have matched.
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Compute(text, authToken)), given))
                match ??= form;
        }

        return match;
    }

    private static IEnumerable<(string Form, string Url)> Candidates(string url)
    {
        if (SignedUrl.Split(url) is not { } parts)
        {
            yield return ("as written", url);
            yield break;
        }

        foreach (var (form, port) in new[] { ("as written", parts.Port), ("without port", ""), ("with port 443", ":443") })
        {
            var origin = parts.Scheme + parts.UserInfo + parts.Host + port;
            yield return (form, origin + parts.Rest);
            yield return (form + ", slash toggled", origin + (parts.Rest.EndsWith('/') ? parts.Rest[..^1] : parts.Rest + "/"));
        }
    }
}
