using System.Diagnostics.CodeAnalysis;

namespace Gateway.Transcripts;

/// <summary>The keys of a key file: one a line, a name, a blank, and 32 bytes in base64. Empty lines and lines that begin with # are left out.</summary>
internal sealed class ContentKeys
{
    private const int KeyBytes = 32;
    private const int MaxNameLength = 64;

    /// <summary>Reading by the group is allowed: credentials handed over by systemd, and secrets mounted into a container, have that.</summary>
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly Dictionary<string, byte[]> _keys;

    private ContentKeys(Dictionary<string, byte[]> keys, string current)
    {
        _keys = keys;
        Current = current;
    }

    /// <summary>The name of the key that encrypts: the file's last, so that a new key is one line appended.</summary>
    public string Current { get; }

    public bool TryGet(string name, [NotNullWhen(true)] out byte[]? key) => _keys.TryGetValue(name, out key);

    /// <exception cref="StoreRefusedException">The file cannot be read, others may read it, or a line is no key.</exception>
    public static ContentKeys Read(string file)
    {
        var lines = ReadLines(file);
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        string? current = null;
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var name, var text] || !IsName(name) || KeyOf(text) is not { } key)
                throw Refused(file, $"line {number} must be a name (letters, digits, '.', '_', '-'; at most {MaxNameLength}), a blank, and {KeyBytes} bytes in base64");
            if (!keys.TryAdd(name, key))
                throw Refused(file, $"line {number} repeats the name '{name}'");
            current = name;
        }

        return current is null ? throw Refused(file, "it holds no key") : new ContentKeys(keys, current);
    }

    private static string[] ReadLines(string file)
    {
        try
        {
            if ((File.GetUnixFileMode(file) & Others) != 0)
                throw Refused(file, "others than its owner may read or write it; run chmod 600 on it");
            return File.ReadAllLines(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StoreRefusedException($"Gateway:Transcripts:KeyFile: '{file}' cannot be read: {failure.Message}", failure);
        }
    }

    private static bool IsName(string name) => name.Length <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static byte[]? KeyOf(string text)
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(text, key, out var length) && length == KeyBytes ? key : null;
    }

    private static StoreRefusedException Refused(string file, string why) =>
        new($"Gateway:Transcripts:KeyFile: '{file}': {why}. A key is made with: echo \"$(date +%Y-%m) $(openssl rand -base64 32)\"");
}
