using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core;

namespace Gateway.Webhook.Authentication;

/// <summary>
/// Signs messages after the Standard Webhooks convention: <c>webhook-id</c>, <c>webhook-timestamp</c>, and <c>webhook-signature</c> with
/// one <c>v1</c> HMAC-SHA256 for each live secret over <c>id.timestamp.body</c>.
/// </summary>
internal sealed class MessageSignature
{
    private const string Prefix = "whsec_";

    private readonly byte[][] _keys;
    private readonly TimeProvider _time;

    public MessageSignature(SignatureOptions options, TimeProvider time)
    {
        _keys = [.. new[] { options.Key, options.PreviousKey }.OfType<Secret>().Select(key => KeyOf(key) ?? throw new FormatException("not a signing secret"))];
        _time = time;
    }

    /// <summary>The bytes of a secret, or null when it is none.</summary>
    public static byte[]? KeyOf(Secret secret)
    {
        var text = secret.Reveal();
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var key = new byte[text.Length];
        return Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), key, out var length) && length is >= 24 and <= 64 ? key[..length] : null;
    }

    /// <summary>Adds the three headers.</summary>
    /// <param name="headers">Those of the request.</param>
    /// <param name="id">Names the message; the same for every attempt to send it.</param>
    /// <param name="body">The bytes that are sent.</param>
    public void Sign(HttpRequestHeaders headers, string id, ReadOnlySpan<byte> body)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        headers.Add("webhook-id", id);
        headers.Add("webhook-timestamp", timestamp);
        headers.Add("webhook-signature", string.Join(' ', _keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)))));
    }
}
