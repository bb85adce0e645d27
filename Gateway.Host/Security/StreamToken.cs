using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core;

namespace Gateway.Host.Security;

/// <summary>Why a stream token was refused. Closed: a field of the log.</summary>
internal enum TokenRefusal
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It is not a JSON web token of our making.</summary>
    Malformed,

    /// <summary>It names a key that is not in use (any more).</summary>
    UnknownKey,

    /// <summary>The signature is not that key's.</summary>
    WrongSignature,

    /// <summary>It was made for something else.</summary>
    WrongAudience,

    /// <summary>It has expired.</summary>
    Expired,

    /// <summary>It is from the future.</summary>
    NotYetValid,
}

/// <summary>
/// Makes and checks the tokens in stream URLs (api.md 2.2, INF-10, INF-46): JSON web tokens, HS256 and nothing else, checked at the handshake only.
/// A token is good for any number of streams while it lives, and for one of the two ways of sending audio. Safe for concurrent use.
/// </summary>
internal sealed partial class StreamToken
{
    private const string Issuer = "twilio-gateway";
    private const string TwilioAudience = "mg-twilio-autotranscribe";
    private const string DirectAudience = "autotranscribe";

    /// <summary>Longer than any token of ours; what is longer is not looked at.</summary>
    private const int MaxLength = 6 * 1024;

    /// <summary>How far two machines' clocks may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _time;
    private volatile SigningKeys _keys;

    /// <param name="current">Signs new tokens.</param>
    /// <param name="previous">Still accepted, or null.</param>
    /// <param name="lifetime">How long new tokens live.</param>
    /// <param name="time">The clock.</param>
    public StreamToken(Secret current, Secret? previous, TimeSpan lifetime, TimeProvider time)
    {
        _keys = new SigningKeys(current, previous);
        _lifetime = lifetime;
        _time = time;
    }

    /// <summary>Signs and accepts with other keys from now on. Streams that are open are not asked again.</summary>
    /// <param name="current">Signs new tokens.</param>
    /// <param name="previous">Still accepted, or null.</param>
    public void Use(Secret current, Secret? previous) => _keys = new SigningKeys(current, previous);

    /// <summary>Makes a token for Twilio's streams.</summary>
    /// <param name="subject">For whom: the API key's id.</param>
    public string Issue(string subject) => Issue(subject, TwilioAudience, null);

    /// <summary>Makes a token for direct streams.</summary>
    /// <param name="subject">For whom: the API key's id.</param>
    /// <param name="conversation">What the streams take part in.</param>
    public string IssueDirect(string subject, ConversationId conversation) => Issue(subject, DirectAudience, conversation.ToString());

    /// <summary>Why <paramref name="token"/> is not accepted from Twilio, or null when it is.</summary>
    public TokenRefusal? Check(string? token) => Check(token, TwilioAudience, out _);

    /// <summary>Why <paramref name="token"/> is not accepted on a direct stream, or null when it is.</summary>
    public TokenRefusal? CheckDirect(string? token, out ConversationId conversation)
    {
        conversation = default;
        return Check(token, DirectAudience, out var claims) ?? (ConversationId.TryParse(claims?.Ext, out conversation) ? null : TokenRefusal.Malformed);
    }

    private string Issue(string subject, string audience, string? conversation)
    {
        var issued = _time.GetUtcNow().ToUnixTimeSeconds();
        var keys = _keys;
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header("HS256", "JWT", keys.CurrentId), TokenJson.Compact.Header);
        var claims = JsonSerializer.SerializeToUtf8Bytes(
            new Claims(Issuer, audience, subject, issued, issued + (long)_lifetime.TotalSeconds, Guid.NewGuid().ToString("N"), conversation), TokenJson.Compact.Claims);
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(signed, keys.Current))}";
    }

    private TokenRefusal? Check(string? token, string audience, out Claims? claims)
    {
        claims = null;
        if (string.IsNullOrEmpty(token))
            return TokenRefusal.Missing;
        if (token.Length > MaxLength || token.Split('.') is not [var header, var body, var signature])
            return TokenRefusal.Malformed;
        try
        {
            // The algorithm is not the token's choice: another one, or none, is no token of ours.
            if (Decode(header, TokenJson.Default.Header) is not { Alg: "HS256", Kid: { } kid })
                return TokenRefusal.Malformed;
            if (_keys.Named(kid) is not { } key)
                return TokenRefusal.UnknownKey;
            if (!CryptographicOperations.FixedTimeEquals(Sign($"{header}.{body}", key), Base64Url.DecodeFromChars(signature)))
                return TokenRefusal.WrongSignature;
            if (Decode(body, TokenJson.Default.Claims) is not { } said)
                return TokenRefusal.Malformed;
            if (said.Aud != audience || said.Iss != Issuer)
                return TokenRefusal.WrongAudience;
            claims = said;
            var now = _time.GetUtcNow();
            return now >= DateTimeOffset.FromUnixTimeSeconds(said.Exp) + Skew ? TokenRefusal.Expired
                : now < DateTimeOffset.FromUnixTimeSeconds(said.Iat) - Skew ? TokenRefusal.NotYetValid
                : null;
        }
        catch (Exception failure) when (failure is FormatException or JsonException or ArgumentOutOfRangeException)
        {
            return TokenRefusal.Malformed;
        }
    }

    private static T? Decode<T>(string part, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Base64Url.DecodeFromChars(part), type);

    private static byte[] Sign(string text, byte[] key) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text));

    /// <summary>The keys that are good at one moment.</summary>
    private sealed class SigningKeys
    {
        private readonly Dictionary<string, byte[]> _byId = new(StringComparer.Ordinal);

        public SigningKeys(Secret current, Secret? previous)
        {
            CurrentId = IdOf(current);
            if (previous is not null)
                _byId[IdOf(previous)] = Encoding.UTF8.GetBytes(previous.Reveal());
            _byId[CurrentId] = Encoding.UTF8.GetBytes(current.Reveal());
        }

        public string CurrentId { get; }

        public byte[] Current => _byId[CurrentId];

        /// <summary>The key of that name, or null when it is not in use (any more).</summary>
        public byte[]? Named(string id) => _byId.GetValueOrDefault(id);

        /// <summary>A key's name is a piece of its hash: the same on every node, and it tells nothing about the key.</summary>
        private static string IdOf(Secret secret) => Convert.ToHexStringLower(secret.Sha256().AsSpan(0, 4));
    }

    private sealed record Header(string? Alg, string? Typ, string? Kid);

    private sealed record Claims(string? Iss, string? Aud, string? Sub, long Iat, long Exp, string? Jti, string? Ext);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(Header))]
    [JsonSerializable(typeof(Claims))]
    private sealed partial class TokenJson : JsonSerializerContext
    {
        /// <summary>Nothing is escaped that need not be: a long name in another script must not make a URL too long to be dialled.</summary>
        public static TokenJson Compact => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
