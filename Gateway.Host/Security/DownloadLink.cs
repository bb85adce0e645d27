using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core;

namespace Gateway.Host.Security;

/// <summary>Why a link is not good.</summary>
internal enum LinkRefusal
{
    /// <summary>It was not made here, or was changed.</summary>
    Altered,

    /// <summary>Its time is over.</summary>
    Expired,
}

/// <summary>
/// Makes and checks the links to export files (INF-42): a path, the time when it expires, the key that it was made for, and an HMAC-SHA256 over all of
/// them. Safe for concurrent use.
/// </summary>
internal sealed class DownloadLink
{
    /// <summary>Where files are; format, date and name follow, as segments.</summary>
    public const string Path = "/fileexporter/v1/files";

    private readonly TimeSpan _lifetime;
    private readonly TimeProvider _time;
    private volatile SigningKeys _keys;

    /// <param name="current">What new links are signed with.</param>
    /// <param name="previous">Still accepted, or null.</param>
    /// <param name="lifetime">How long new links are good.</param>
    /// <param name="time">The clock.</param>
    public DownloadLink(Secret current, Secret? previous, TimeSpan lifetime, TimeProvider time)
    {
        _keys = new SigningKeys(current, previous);
        _lifetime = lifetime;
        _time = time;
    }

    /// <summary>Signs and accepts with other keys from now on.</summary>
    /// <param name="current">What new links are signed with.</param>
    /// <param name="previous">Still accepted, or null.</param>
    public void Use(Secret current, Secret? previous) => _keys = new SigningKeys(current, previous);

    /// <summary>A path with a query, to be put behind the origin.</summary>
    /// <param name="key">For whom: the API key's id.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="date">Its date.</param>
    /// <param name="fileName">Its name.</param>
    public string Issue(string key, string format, string date, string fileName)
    {
        var path = $"{Path}/{format}/{date}/{fileName}";
        var expires = (_time.GetUtcNow() + _lifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{path}?expires={expires}&key={Uri.EscapeDataString(key)}&signature={Convert.ToHexStringLower(Sign(_keys.Current, path, expires, key))}");
    }

    /// <summary>Why a request does not follow a good link; null when it does.</summary>
    /// <param name="path">The request's path.</param>
    /// <param name="query">Its query.</param>
    /// <param name="key">For whom the link was made; only when it is good.</param>
    public LinkRefusal? Check(string path, IQueryCollection query, out string key)
    {
        key = query["key"].ToString();
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (query["signature"].ToString() is not { Length: 2 * HMACSHA256.HashSizeInBytes } given
            || Convert.FromHexString(given, signature, out _, out _) != System.Buffers.OperationStatus.Done
            || !long.TryParse(query["expires"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var expires))
            return LinkRefusal.Altered;
        var keys = _keys;
        var right = CryptographicOperations.FixedTimeEquals(signature, Sign(keys.Current, path, expires, key))
            || (keys.Previous is not null && CryptographicOperations.FixedTimeEquals(signature, Sign(keys.Previous, path, expires, key)));
        return !right ? LinkRefusal.Altered : _time.GetUtcNow().ToUnixTimeSeconds() >= expires ? LinkRefusal.Expired : null;
    }

    private static byte[] Sign(byte[] secret, string path, long expires, string key) =>
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{path}\n{expires}\n{key}")));

    /// <summary>The keys that are good at one moment.</summary>
    private sealed class SigningKeys(Secret current, Secret? previous)
    {
        public byte[] Current { get; } = KeyOf(current);

        public byte[]? Previous { get; } = previous is null ? null : KeyOf(previous);

        /// <summary>Stream URLs are signed with the same secret: a key derived for this purpose alone keeps the two apart.</summary>
        private static byte[] KeyOf(Secret secret) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), "export file links"u8);
    }
}
