using System.Security.Cryptography;
using Gateway.Transcripts;

namespace Gateway.Tests.Storage;

/// <summary>The file with the keys that transcripts are encrypted with: whoever gets it wrong is told what to do.</summary>
public sealed class ContentKeysTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    private string KeyFile => Path.Combine(_folder, "keys");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> Malformed
    {
        get
        {
            var key = Key(1);
            return new()
            {
                { "", "it holds no key" },
                { "\n \n\t\n", "it holds no key" },
                { "# only a remark\n", "it holds no key" },
                { "2026-01\n", "line 1 must be a name" },
                { key + "\n", "line 1 must be a name" },
                { $"2026-01 {key} and more\n", "line 1 must be a name" },
                { $"2026-01 {Convert.ToBase64String(new byte[31])}\n", "32 bytes in base64" },
                { $"2026-01 {Convert.ToBase64String(new byte[33])}\n", "32 bytes in base64" },
                { $"2026-01 {Convert.ToBase64String(new byte[64])}\n", "32 bytes in base64" },
                { $"2026-01 {new string('f', 64)}\n", "32 bytes in base64" },
                { "2026-01 correct-horse-battery-staple\n", "32 bytes in base64" },
                { $"2026/01 {key}\n", "letters, digits" },
                { $"schlüssel {key}\n", "letters, digits" },
                { $"{new string('n', 65)} {key}\n", "at most 64" },
                { $"a {key}\n\n# b\nb {key}x\n", "line 4 must be a name" },
                { $"a {key}\nb {Key(2)}\na {Key(3)}\n", "line 3 repeats the name 'a'" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_file_that_is_no_key_file_is_refused_with_advice_and_without_its_content(string content, string advice)
    {
        Write(content);

        var refusal = Assert.Throws<StoreRefusedException>(() => ContentKeys.Read(KeyFile));

        Assert.StartsWith("Gateway:Transcripts:KeyFile: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(KeyFile, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", refusal.Message, StringComparison.Ordinal);
        foreach (var word in content.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 20))
            Assert.DoesNotContain(word, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var refusal = Assert.Throws<StoreRefusedException>(() => ContentKeys.Read(KeyFile));

        Assert.Contains($"'{KeyFile}' cannot be read", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_refused()
    {
        Directory.CreateDirectory(KeyFile, OwnerOnly | UnixFileMode.UserExecute);

        Assert.Contains("cannot be read", Assert.Throws<StoreRefusedException>(() => ContentKeys.Read(KeyFile)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_may_read_or_write_is_refused(UnixFileMode others)
    {
        Write($"a {Key(1)}\n");
        File.SetUnixFileMode(KeyFile, OwnerOnly | others);

        Assert.Contains("chmod 600", Assert.Throws<StoreRefusedException>(() => ContentKeys.Read(KeyFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_group_may_read_it_as_it_may_read_handed_over_credentials()
    {
        Write($"a {Key(1)}\n");
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal("a", ContentKeys.Read(KeyFile).Current);
    }

    [Fact]
    public void The_last_key_encrypts_and_every_key_can_be_found()
    {
        Write($"# keys of this gateway\r\n\r\n  2026-01 \t {Key(1)}  \r\n2026-02 {Key(2)}");

        var keys = ContentKeys.Read(KeyFile);

        Assert.Equal("2026-02", keys.Current);
        Assert.True(keys.TryGet("2026-01", out var older));
        Assert.Equal(Key(1), Convert.ToBase64String(older));
        Assert.True(keys.TryGet("2026-02", out var newer));
        Assert.Equal(Key(2), Convert.ToBase64String(newer));
        Assert.False(keys.TryGet("2026-03", out _));
        Assert.False(keys.TryGet("2026-01 ", out _));
    }

    private static string Key(byte number) => Convert.ToBase64String(SHA256.HashData([number]));

    private void Write(string content)
    {
        File.WriteAllText(KeyFile, content);
        File.SetUnixFileMode(KeyFile, OwnerOnly);
    }
}
