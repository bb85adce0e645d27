using System.Runtime.InteropServices;

namespace Gateway.Host.Operations;

/// <summary>
/// A small file that several processes read and change. Links are followed anew each time: what they lead to may be exchanged, and they are never replaced.
/// </summary>
/// <param name="path">The file, or a link to it; it need not be there.</param>
internal sealed class SharedFile(string path)
{
    // errno.h of Linux on x86-64 and arm64.
    private const int WouldBlock = 11;

    /// <summary>Others hold the lock for as long as a disk needs to write a few pages.</summary>
    private static readonly TimeSpan LockTime = TimeSpan.FromSeconds(2);

    /// <summary>As it was configured, in full; links are not followed.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>All of it.</summary>
    /// <param name="maxBytes">What is longer is refused.</param>
    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="SharedFileException">It is too long, a directory, or cannot be read.</exception>
    public byte[]? Read(int maxBytes)
    {
        try
        {
            if (Directory.Exists(Path))
                throw new SharedFileException("It is a directory.");
            // Whoever is writing it need not wait for readers, nor they for him.
            using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[maxBytes + 1];
            var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length <= maxBytes ? content[..length] : throw new SharedFileException($"It has more than {maxBytes} bytes.");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SharedFileException(ReasonOf(failure), failure);
        }
    }

    /// <summary>Keeps others who ask for it from changing the file until it is disposed of. The lock is a file of its own, which remains.</summary>
    /// <exception cref="SharedFileException">It cannot be had, or another process does not give it up.</exception>
    public IDisposable Lock()
    {
        try
        {
            var beside = Target() + ".lock";
            FileStream? held = null;
            return SpinWait.SpinUntil(() => (held = TryLock(beside)) is not null, LockTime) ? held! : throw new SharedFileException("Another process is changing it.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SharedFileException(ReasonOf(failure), failure);
        }
    }

    /// <summary>Puts other content in the place of what there is; a reader sees the one or the other.</summary>
    /// <exception cref="SharedFileException">It cannot be written; it is as it was.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        try
        {
            StateDirectory.Write(Target(), content);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SharedFileException(ReasonOf(failure), failure);
        }
    }

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException failure) when (failure.HResult == WouldBlock)
        {
            return null;
        }
    }

    /// <summary>The system's word for it, without the names of other files that the framework's message holds.</summary>
    private static string ReasonOf(Exception failure) => failure switch
    {
        UnauthorizedAccessException => "Permission is denied.",
        DirectoryNotFoundException => "Its directory is not there.",
        { HResult: > 0 and var number } => $"{Marshal.GetPInvokeErrorMessage(number)}.",
        _ => "The disk refuses it.",
    };

    private string Target()
    {
        try
        {
            return File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return Path;
        }
    }
}

/// <summary>Why a shared file could not be read, locked or written.</summary>
/// <param name="reason">A sentence that may be told to clients: no path is in it.</param>
/// <param name="cause">What the framework said; null when it was found out here.</param>
internal sealed class SharedFileException(string reason, Exception? cause = null) : Exception(reason, cause);
