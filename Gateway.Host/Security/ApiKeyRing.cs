using System.Security.Cryptography;
using System.Text;

namespace Gateway.Host.Security;

/// <summary>A caller of the API whose secret was right.</summary>
/// <param name="Id">Who it is; may be logged.</param>
/// <param name="Products">What the key is good for.</param>
internal sealed record ApiKey(string Id, IReadOnlySet<Product> Products);

/// <summary>The keys that are live (INF-01): only hashes are kept, and comparing takes the same time whatever was sent.</summary>
internal sealed class ApiKeyRing
{
    private readonly Dictionary<string, (byte[] SecretHash, ApiKey Key)> _keys = new(StringComparer.Ordinal);

    /// <param name="keys">Ids with the SHA-256 of their secrets; ids differ.</param>
    public ApiKeyRing(IEnumerable<(ApiKey Key, byte[] SecretHash)> keys)
    {
        foreach (var (key, hash) in keys)
            _keys.Add(key.Id, (hash, key));
    }

    /// <summary>The key of that id, or null when it is not live (any more): for what was signed in its name.</summary>
    public ApiKey? Named(string id) => _keys.TryGetValue(id, out var entry) ? entry.Key : null;

    /// <summary>The key, or null when either header is missing, the id is unknown, or the secret is wrong.</summary>
    public ApiKey? Find(string? id, string? secret)
    {
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(secret ?? ""));
        var known = _keys.TryGetValue(id ?? "", out var entry);
        var right = CryptographicOperations.FixedTimeEquals(given, known ? entry.SecretHash : new byte[SHA256.HashSizeInBytes]);
        return known && right ? entry.Key : null;
    }
}
