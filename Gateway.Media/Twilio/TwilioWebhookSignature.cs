using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Media.Twilio;

/// <summary>
/// <c>X-Twilio-Signature</c> on HTTP requests: status callbacks and requests for TwiML. A form's parameters are signed behind the URL, a GET's are
/// in it already, and another body is signed by its hash in the URL (Twilio, Webhooks security). Which form of the URL is signed differs from
/// service to service, so all that have been reported are tried.
/// </summary>
public static class TwilioWebhookSignature
{
    /// <summary>The query's parameter that holds the hash of a body that is no form.</summary>
    public const string BodyHash = "bodySHA256";

    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!'()*";

    /// <summary>Signs a request as Twilio does.</summary>
    /// <param name="url">The whole URL, query included; a fragment is not signed.</param>
    /// <param name="parameters">A form's parameters in any order; none for a GET, or for a body with its hash in <paramref name="url"/>.</param>
    /// <param name="authToken">The Auth Token of the account.</param>
    public static string Compute(string url, IEnumerable<KeyValuePair<string, string>> parameters, string authToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        return TwilioSignature.Compute(WithoutFragment(url) + Join(parameters), authToken);
    }

    /// <summary>
    /// Finds the form of <paramref name="url"/> for which <paramref name="signature"/> is right. Compares in constant time. Never throws.
    /// </summary>
    /// <param name="url">The URL that Twilio was given, with the query as it came over the wire; its origin comes from configuration.</param>
    /// <param name="parameters">A form's parameters as <see cref="TwilioForm"/> reads them, unknown ones included; none for a GET.</param>
    /// <param name="signature">The header's value, or null when it was not sent.</param>
    /// <param name="authToken">The Auth Token of the account, never the secret of an API key.</param>
    /// <returns>What the matching form is called, or null when none matches.</returns>
    public static string? Match(string url, IEnumerable<KeyValuePair<string, string>> parameters, string? signature, string authToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        var joined = Join(parameters);
        return TwilioSignature.MatchAny(Candidates(WithoutFragment(url)).DistinctBy(candidate => candidate.Url).Select(candidate => (candidate.Form, candidate.Url + joined)), signature, authToken);
    }

    /// <summary>
    /// The same for a body that is no form, such as JSON: besides the signature, <c>bodySHA256</c> in the query must be the body's SHA-256 as
    /// lower-case hexadecimal digits. Never throws.
    /// </summary>
    /// <param name="url">As for a form; the hash is part of it.</param>
    /// <param name="body">The body's bytes as they came.</param>
    /// <param name="signature">The header's value, or null when it was not sent.</param>
    /// <param name="authToken">The Auth Token of the account.</param>
    /// <returns>What the matching form of the URL is called, or null when none matches or the body is another one.</returns>
    public static string? MatchBody(string url, ReadOnlySpan<byte> body, string? signature, string authToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        var form = Match(url, [], signature, authToken);
        var told = TwilioForm.Parse(QueryOf(WithoutFragment(url))).FirstOrDefault(parameter => parameter.Key == BodyHash).Value ?? "";
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(told), Encoding.ASCII.GetBytes(HashOf(body))) ? form : null;
    }

    /// <summary>The URL to sign for a body that is no form: with the body's hash at the end of the query.</summary>
    public static string WithBodyHash(string url, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(url);
        var signed = WithoutFragment(url);
        return $"{signed}{(signed.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{BodyHash}={HashOf(body)}";
    }

    private static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>Names in ordinal order; the values of one name once each, in ordinal order; no separators.</summary>
    private static string Join(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var joined = new StringBuilder();
        foreach (var (name, value) in parameters.Distinct().OrderBy(parameter => parameter.Key, StringComparer.Ordinal).ThenBy(parameter => parameter.Value, StringComparer.Ordinal))
            joined.Append(name).Append(value);
        return joined.ToString();
    }

    private static string WithoutFragment(string url) => url.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0 ? url[..hash] : url;

    private static string QueryOf(string url) => url.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? url[(mark + 1)..] : "";

    private static IEnumerable<(string Form, string Url)> Candidates(string url)
    {
        if (SignedUrl.Split(url) is not { } parts)
        {
            yield return ("as written", url);
            yield break;
        }

        var query = QueryOf(parts.Rest);
        var path = parts.Rest[..(parts.Rest.Length - query.Length)];
        foreach (var (queryForm, signedQuery) in new[] { ("", query), (", query escaped", Escape(query)), (", query encoded anew", EncodeAnew(query)) })
        {
            foreach (var (userForm, user) in new[] { ("", parts.UserInfo), (", without credentials", "") })
            {
                foreach (var (portForm, port) in new[] { ("as written", parts.Port), ("without port", ""), ("with standard port", parts.StandardPort) })
                    yield return (portForm + userForm + queryForm, parts.Scheme + user + parts.Host + port + path + signedQuery);
            }
        }
    }

    /// <summary>What browsers and Node.js escape in a query (WHATWG URL, special-query percent-encode set); the rest stays.</summary>
    private static string Escape(string query) => Percent(query, value => value is > 0x20 and < 0x7f and not ((byte)'"' or (byte)'\'' or (byte)'<' or (byte)'>'));

    /// <summary>Decoded and encoded again, as Twilio's Node SDK does it for the sake of old services.</summary>
    private static string EncodeAnew(string query) => string.Join('&',
        from parameter in TwilioForm.Parse(query)
        group parameter.Value by parameter.Key into repeated
        from value in repeated
        select $"{Percent(repeated.Key, IsUnreserved)}={Percent(value, IsUnreserved)}");

    private static bool IsUnreserved(byte value) => Unreserved.Contains((char)value, StringComparison.Ordinal);

    private static string Percent(string text, Func<byte, bool> stays)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (stays(value))
                encoded.Append((char)value);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }

        return encoded.ToString();
    }
}
