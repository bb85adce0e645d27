using System.Runtime.InteropServices;

namespace Gateway.Media.Recognition.PocketSphinx;

/// <summary>The memory of the C library, from which the decoders are made.</summary>
internal static partial class NativeHeap
{
    /// <summary>
    /// Gives back to the system what has been freed. By itself glibc gives back only what lies at the end, behind everything that is in use. Takes about 0.15 s for each gigabyte
    /// that is given back, and whoever allocates in the same part of the memory waits meanwhile. Does nothing where the library has no such function, as in musl.
    /// </summary>
    public static void Trim()
    {
        try
        {
            _ = malloc_trim(0);
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // It is only a saving.
        }
    }

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint pad);
}
