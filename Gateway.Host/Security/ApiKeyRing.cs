using System.Security.Cryptography;
using System.Text;
using Gateway.Host.Operations;

namespace Gateway.Host.Security;

/// <summary>A caller of the API whose secret was right.</summary>
/// <param name="Id">Who it is; may be logged.</param>
/// <param name="Products">What the key is good for.</param>
internal sealed record ApiKey(string Id, IReadOnlySet<Product> Products);

/// <summary>The keys that are live (INF-01): only hashes are kept, and comparing takes the same time whatever was sent.</summary>
internal sealed class ApiKeyRing
{
    private volatile Dictionary<string, (byte[] SecretHash, ApiKey Key)> _keys;

    /// <param name="keys">Ids with the SHA-256 of their secrets; ids differ.</param>
    public ApiKeyRing(IEnumerable<(ApiKey Key, byte[] SecretHash)> keys) => _keys = ById(keys);

    /// <summary>Other keys are live from now on, and only they.</summary>
    /// <param name="keys">Ids with the SHA-256 of their secrets; ids differ.</param>
    public void Use(IEnumerable<(ApiKey Key, byte[] SecretHash)> keys) => _keys = ById(keys);

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

    /// <summary>The keys of a configuration; when there are none, the one that the gateway has made for itself.</summary>
    /// <param name="keys">Checked: each has a secret or a hash.</param>
    /// <param name="state">Where the gateway's own key is.</param>
    /// <exception cref="InvalidDataException">The file with the gateway's own key is damaged.</exception>
    public static IEnumerable<(ApiKey Key, byte[] SecretHash)> KeysOf(ApiKeyOptions[] keys, StateDirectory state)
    {
        if (keys.Length > 0)
            return keys.Select(key => (new ApiKey(key.Id, key.Products.ToHashSet()), key.Secret?.Sha256() ?? Convert.FromHexString(key.SecretSha256!)));
        var (id, secret, _) = state.ApiKey();
        return [(new ApiKey(id, Enum.GetValues<Product>().ToHashSet()), secret.Sha256())];
    }

    private static Dictionary<string, (byte[] SecretHash, ApiKey Key)> ById(IEnumerable<(ApiKey Key, byte[] SecretHash)> keys) =>
        keys.ToDictionary(entry => entry.Key.Id, entry => (entry.SecretHash, entry.Key), StringComparer.Ordinal);
}
