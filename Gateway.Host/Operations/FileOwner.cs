using System.Runtime.InteropServices;

namespace Gateway.Host.Operations;

/// <summary>Whom a file or a directory belongs to; the framework does not tell.</summary>
/// <param name="User">The user's number.</param>
/// <param name="Group">The group's number.</param>
internal readonly partial record struct FileOwner(uint User, uint Group)
{
    // statx(2): the structure has 256 bytes on every architecture; user and group are its sixth and seventh word.
    private const int CurrentDirectory = -100;
    private const uint OwnerWanted = 0x18;
    private const int StatusWords = 64;
    private const int UserWord = 5;
    private const int GroupWord = 6;

    /// <summary>Whom <paramref name="path"/> belongs to; null when that cannot be found out.</summary>
    public static unsafe FileOwner? Of(string path)
    {
        var status = stackalloc uint[StatusWords];
        return ReadStatus(CurrentDirectory, path, 0, OwnerWanted, status) == 0 ? new FileOwner(status[UserWord], status[GroupWord]) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int ReadStatus(int from, string path, int flags, uint wanted, uint* status);
}
