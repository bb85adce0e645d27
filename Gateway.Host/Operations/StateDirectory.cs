using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core;

namespace Gateway.Host.Operations;

/// <summary>
/// Where the gateway keeps what it makes itself when the configuration does not give it. Files are readable by their owner only.
/// </summary>
internal sealed partial class StateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;

    /// <exception cref="IOException">The directory cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be made.</exception>
    public StateDirectory(string path)
    {
        _path = Path.GetFullPath(path);
        Directory.CreateDirectory(_path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>systemd's choice if there is one, otherwise the user's state directory after the XDG convention.</summary>
    public static string DefaultPath =>
        Environment.GetEnvironmentVariable("STATE_DIRECTORY") is { Length: > 0 } systemd
            ? systemd.Split(':')[0]
            : Path.Combine(
                Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
                    ? state
                    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".local", "state"),
                "twilio-gateway");

    public string PathOf(string file) => Path.Combine(_path, file);

    /// <summary>The API key made at the first start.</summary>
    public (string Id, Secret Secret, string File) ApiKey()
    {
        var file = PathOf("api-key.json");
        var text = ReadOrCreate(file, () =>
            JsonSerializer.Serialize(new StoredKey(RandomText(8), RandomText(32)), StoredKeyJson.Default.StoredKey));
        try
        {
            if (JsonSerializer.Deserialize(text, StoredKeyJson.Default.StoredKey) is { Id.Length: > 0, Secret.Length: > 0 } key)
                return (key.Id, new Secret(key.Secret), file);
        }
        catch (JsonException)
        {
        }

        throw Damaged(file, "API key");
    }

    /// <summary>The signing key made at the first start: URLs handed out before a restart stay good.</summary>
    public Secret SigningKey()
    {
        var file = PathOf("stream-url-key");
        var key = ReadOrCreate(file, () => RandomText(48));
        return key.Length >= 32 ? new Secret(key) : throw Damaged(file, "signing key");
    }

    /// <summary>What to say of a file that was made here and is not what it was.</summary>
    public static InvalidDataException Damaged(string file, string what) => new($"'{file}' holds no {what} any more. Delete it, and a new one is made.");

    /// <summary>Writes a file that only its owner may read; a reader never sees half of it. Of two writers at once the last one wins.</summary>
    public static void Write(string file, ReadOnlySpan<byte> content)
    {
        // A name of its own: another process may be writing the same file.
        var temporary = $"{file}.{RandomText(8)}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What kept the file from being written is told; that is also why this one cannot be removed.
        }
    }

    private static string ReadOrCreate(string file, Func<string> create)
    {
        if (!File.Exists(file))
            Write(file, System.Text.Encoding.UTF8.GetBytes(create()));
        return File.ReadAllText(file);
    }

    private static string RandomText(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    private sealed record StoredKey(string? Id, string? Secret);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(StoredKey))]
    private sealed partial class StoredKeyJson : JsonSerializerContext;
}
