using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Core;

namespace Gateway.Transcripts;

/// <summary>Content as a row holds it.</summary>
/// <param name="KeyId">The key it is encrypted with; null when it is not.</param>
/// <param name="Content">JSON, or nonce (12 bytes), tag (16 bytes) and ciphertext.</param>
internal readonly record struct SealedContent(string? KeyId, byte[] Content);

/// <summary>
/// Turns what is kept into a row's content and back: JSON, encrypted with AES-256-GCM when there are keys. Each ciphertext is bound to its row's id, so
/// that rows cannot be exchanged. Safe for concurrent use.
/// </summary>
/// <param name="keys">The keys, or null.</param>
internal sealed class ContentSeal(ContentKeys? keys)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public SealedContent Seal(StoreEntry entry) => entry switch
    {
        MessageEntry message => Seal(entry.Id, StoredJson.Default.StoredUtterance, StoredUtterance.Of(message.Utterance)),
        EventEntry happened => Seal(entry.Id, StoredJson.Default.StoredEvent, StoredEvent.Of(happened.Happened)),
        _ => throw new ArgumentOutOfRangeException(nameof(entry)),
    };

    /// <exception cref="UnreadableContentException">The key is missing, or the content was changed.</exception>
    public Utterance OpenUtterance(Ulid id, string externalId, DateTimeOffset spokenAt, SealedContent content) =>
        Open(id, StoredJson.Default.StoredUtterance, content).ToUtterance(id, externalId, spokenAt);

    /// <exception cref="UnreadableContentException">The key is missing, or the content was changed.</exception>
    public ConversationEvent OpenEvent(Ulid id, string externalId, DateTimeOffset at, SealedContent content) =>
        Open(id, StoredJson.Default.StoredEvent, content).ToEvent(externalId, at);

    private SealedContent Seal<T>(Ulid id, JsonTypeInfo<T> type, T value)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(value, type);
        if (keys is null)
            return new SealedContent(null, plain);
        keys.TryGet(keys.Current, out var key);
        var content = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(content.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key!, TagBytes);
        aes.Encrypt(content.AsSpan(0, NonceBytes), plain, content.AsSpan(NonceBytes + TagBytes), content.AsSpan(NonceBytes, TagBytes), BoundTo(id));
        return new SealedContent(keys.Current, content);
    }

    private T Open<T>(Ulid id, JsonTypeInfo<T> type, SealedContent stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored.KeyId is null ? stored.Content : Decrypt(id, stored.KeyId, stored.Content), type)
                ?? throw new JsonException();
        }
        catch (Exception damage) when (damage is JsonException or CryptographicException or FormatException)
        {
            throw new UnreadableContentException(
                stored.KeyId is null
                    ? $"The content of row {id} is damaged."
                    : $"The content of row {id} does not open with the key '{stored.KeyId}': it was changed, or the key file holds another key under that name.",
                damage);
        }
    }

    private byte[] Decrypt(Ulid id, string keyId, byte[] content)
    {
        if (keys is null || !keys.TryGet(keyId, out var key))
            throw new UnreadableContentException($"The content of row {id} is encrypted with the key '{keyId}', which is not in Gateway:Transcripts:KeyFile. Put its line back.");
        if (content.Length < NonceBytes + TagBytes)
            throw new CryptographicException();
        var plain = new byte[content.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(content.AsSpan(0, NonceBytes), content.AsSpan(NonceBytes + TagBytes), content.AsSpan(NonceBytes, TagBytes), plain, BoundTo(id));
        return plain;
    }

    private static byte[] BoundTo(Ulid id) => Encoding.ASCII.GetBytes(id.ToString());
}
