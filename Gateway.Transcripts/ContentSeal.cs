using System.Globalization;
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
/// Turns what is kept into a row's content and back: JSON, encrypted with AES-256-GCM when there are keys. Each ciphertext is bound to its row's id,
/// conversation and time, so that rows cannot be exchanged or moved. Safe for concurrent use.
/// </summary>
/// <param name="keys">The keys, or null.</param>
internal sealed class ContentSeal(ContentKeys? keys)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public SealedContent Seal(StoreEntry entry) => entry switch
    {
        MessageEntry message => Seal(
            new Place(entry.Id, entry.ExternalId, message.Utterance.SpokenAt), StoredJson.Default.StoredUtterance, StoredUtterance.Of(message.Utterance)),
        EventEntry happened => Seal(new Place(entry.Id, entry.ExternalId, happened.Happened.At), StoredJson.Default.StoredEvent, StoredEvent.Of(happened.Happened)),
        _ => throw new ArgumentOutOfRangeException(nameof(entry)),
    };

    /// <exception cref="UnreadableContentException">The key is missing, or the content was changed.</exception>
    public Utterance OpenUtterance(Ulid id, string externalId, DateTimeOffset spokenAt, SealedContent content) =>
        Open(new Place(id, externalId, spokenAt), StoredJson.Default.StoredUtterance, content).ToUtterance(id, externalId, spokenAt);

    /// <exception cref="UnreadableContentException">The key is missing, or the content was changed.</exception>
    public ConversationEvent OpenEvent(Ulid id, string externalId, DateTimeOffset at, SealedContent content) =>
        Open(new Place(id, externalId, at), StoredJson.Default.StoredEvent, content).ToEvent(externalId, at);

    private SealedContent Seal<T>(Place place, JsonTypeInfo<T> type, T value)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(value, type);
        if (keys is null)
            return new SealedContent(null, plain);
        keys.TryGet(keys.Current, out var key);
        var content = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(content.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key!, TagBytes);
        aes.Encrypt(content.AsSpan(0, NonceBytes), plain, content.AsSpan(NonceBytes + TagBytes), content.AsSpan(NonceBytes, TagBytes), place.ToBytes());
        return new SealedContent(keys.Current, content);
    }

    private T Open<T>(Place place, JsonTypeInfo<T> type, SealedContent stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored.KeyId is null ? stored.Content : Decrypt(place, stored.KeyId, stored.Content), type)
                ?? throw new JsonException();
        }
        catch (Exception damage) when (damage is JsonException or CryptographicException or FormatException)
        {
            throw new UnreadableContentException(
                stored.KeyId is null
                    ? $"The content of row {place.Id} is damaged."
                    : $"The content of row {place.Id} does not open with the key '{stored.KeyId}': it was changed, or the key file holds another key under that name.",
                damage);
        }
    }

    private byte[] Decrypt(Place place, string keyId, byte[] content)
    {
        if (keys is null || !keys.TryGet(keyId, out var key))
            throw new UnreadableContentException($"The content of row {place.Id} is encrypted with the key '{keyId}', which is not in Gateway:Transcripts:KeyFile. Put its line back.");
        if (content.Length < NonceBytes + TagBytes)
            throw new CryptographicException();
        var plain = new byte[content.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(content.AsSpan(0, NonceBytes), content.AsSpan(NonceBytes + TagBytes), content.AsSpan(NonceBytes, TagBytes), plain, place.ToBytes());
        return plain;
    }

    /// <summary>Where a content stands.</summary>
    private readonly record struct Place(Ulid Id, string ExternalId, DateTimeOffset At)
    {
        public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Id} {At.ToUnixTimeMilliseconds()} {ExternalId}"));
    }
}
