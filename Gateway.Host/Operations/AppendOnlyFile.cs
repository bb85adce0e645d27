using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Host.Operations;

/// <summary>
/// Adds lines to a file that other processes add lines to at the same time. The framework's own append mode looks for the end first and writes there
/// afterwards; two processes would overwrite each other. With <c>O_APPEND</c> the kernel does both in one step.
/// </summary>
internal static partial class AppendOnlyFile
{
    // fcntl.h and errno.h of Linux on x86-64 and arm64.
    private const int ReadWrite = 0x2;
    private const int Create = 0x40;
    private const int Exclusive = 0x80;
    private const int Append = 0x400;
    private const int CloseOnExec = 0x80000;
    private const int OwnerOnly = 0x180;
    private const int NotPermitted = 1;
    private const int NoSuchFile = 2;
    private const int Interrupted = 4;
    private const int AccessDenied = 13;
    private const int FileExists = 17;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>Opens a file to append to it; one that is not there is made, readable by its owner only.</summary>
    /// <exception cref="UnauthorizedAccessException">This user may not write it, or nobody may.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle Open(string path)
    {
        const int Flags = ReadWrite | Append | CloseOnExec;
        var descriptor = OpenFile(path, Flags, 0);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == NoSuchFile)
        {
            descriptor = OpenFile(path, Flags | Create | Exclusive, OwnerOnly);
            if (descriptor >= 0)
                return Made(path, descriptor);
            // Another process was faster.
            if (Marshal.GetLastPInvokeError() == FileExists)
                descriptor = OpenFile(path, Flags, 0);
        }

        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(path);
    }

    /// <summary>Adds one line with one call to the kernel: all of it is in the file once this returns, whatever becomes of the process.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, with the line feed at its end and no other.</param>
    /// <exception cref="UnauthorizedAccessException">This user may not write the file, or nobody may.</exception>
    /// <exception cref="IOException">It cannot be written, or not all of the line; the next line begins on a new one.</exception>
    public static void AppendLine(string path, ReadOnlySpan<byte> line)
    {
        using var file = Open(path);
        if (EndsWithinLine(file))
            line = (byte[])[(byte)'\n', .. line];
        nint written;
        do
        {
            written = WriteFile(file, line, line.Length);
        }
        while (written < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        if (written < 0)
            throw Failure(path);
        if (written < line.Length)
            throw new IOException($"'{path}' took {written} of {line.Length} bytes; the disk is full.");
    }

    /// <summary>Whether the last line was cut off: by a power cut, or by a full disk.</summary>
    private static bool EndsWithinLine(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> last = stackalloc byte[1];
        return length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != '\n';
    }

    /// <summary>
    /// A file that was not there before. Root's commands make some, too, and a gateway that is not root has to write to them for the rest of the day: they are
    /// given to the directory's owner. Never one that was there: it might be a link to a file that is none of ours.
    /// </summary>
    private static SafeFileHandle Made(string path, int descriptor)
    {
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        // Where a network share does not let root do this, nothing is lost but the convenience.
        if (Environment.IsPrivilegedProcess && FileOwner.Of(Path.GetDirectoryName(path)!) is { } owner)
            _ = ChangeOwner(file, owner.User, owner.Group);
        return file;
    }

    private static Exception Failure(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        var message = $"'{path}': {Marshal.GetPInvokeErrorMessage(error)}";
        return error is NotPermitted or AccessDenied or ReadOnlyFileSystem ? new UnauthorizedAccessException(message) : new IOException(message);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteFile(SafeFileHandle file, ReadOnlySpan<byte> bytes, nint count);
}
