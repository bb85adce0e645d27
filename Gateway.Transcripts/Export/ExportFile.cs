using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Transcripts.Export;

/// <summary>
/// A file being written: under a temporary name, to the disk, and only then under its own name, with its SHA-256 in a file beside it. Disposing it
/// without <see cref="CompleteAsync"/> leaves nothing behind.
/// </summary>
internal sealed class ExportFile : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly string _interval;
    private readonly FeedFormat _format;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _buffer = new(BufferBytes);
    private long _rows;
    private long _bytes;

    public ExportFile(string folder, string name, FeedFormat format, string interval)
    {
        _path = Path.Combine(folder, name);
        _interval = interval;
        _format = format;
        _file = Create(Temporary(_path));
        format.WriteHeader(_buffer, UtteranceFeed.Columns);
    }

    /// <summary>Adds a row.</summary>
    public ValueTask WriteAsync(IReadOnlyList<object?> row, CancellationToken cancellationToken)
    {
        _format.WriteRow(_buffer, UtteranceFeed.Columns, row);
        _rows++;
        return _buffer.WrittenCount < BufferBytes ? ValueTask.CompletedTask : FlushAsync(cancellationToken);
    }

    /// <summary>Puts the file in its place.</summary>
    public async Task<PublishedFile> CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync().ConfigureAwait(false);
        var name = Path.GetFileName(_path);
        var sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        // As sha256sum writes it, and checks it.
        Write(_path + ".sha256", Encoding.UTF8.GetBytes($"{sha256}  {name}\n"));
        File.Move(Temporary(_path), _path);
        return new PublishedFile(name, _format.Name, _interval, _rows, _bytes, sha256);
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _file.DisposeAsync().ConfigureAwait(false);
        File.Delete(Temporary(_path));
    }

    /// <summary>Writes a whole file; a reader sees the old one or the new one.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using (var file = Create(Temporary(path)))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(Temporary(path), path, overwrite: true);
    }

    private static FileStream Create(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly, BufferSize = 0 });

    private static string Temporary(string path) => path + ".partial";

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _hash.AppendData(_buffer.WrittenSpan);
        _bytes += _buffer.WrittenCount;
        await _file.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }
}
