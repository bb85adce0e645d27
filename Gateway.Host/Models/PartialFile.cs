using System.Net.Http.Headers;

namespace Gateway.Host.Models;

/// <summary>What has come of a file so far, and of which version of it. Both outlast the process.</summary>
/// <param name="target">Where the file is to be when all of it has come.</param>
internal sealed class PartialFile(string target)
{
    private readonly string _path = target + ".part";
    private readonly string _versionPath = target + ".part.etag";

    /// <summary>What the server calls the version; null when it did not say. Whoever goes on with another version gets a file that is good for nothing.</summary>
    public EntityTagHeaderValue? Version
    {
        get => File.Exists(_versionPath) && EntityTagHeaderValue.TryParse(File.ReadAllText(_versionPath), out var version) ? version : null;
        set
        {
            if (value is null)
                File.Delete(_versionPath);
            else
                File.WriteAllText(_versionPath, value.ToString());
        }
    }

    /// <summary>Opens it for this process alone, positioned at its end. What is too long is of no use, and thrown away.</summary>
    /// <exception cref="IOException">Another process has it open.</exception>
    public FileStream Open(long wholeBytes)
    {
        var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (file.Length > wholeBytes)
            file.SetLength(0);
        file.Position = file.Length;
        return file;
    }

    /// <summary>Removes everything.</summary>
    public void Delete()
    {
        File.Delete(_path);
        File.Delete(_versionPath);
    }

    /// <summary>Gives the file its name.</summary>
    public void Complete()
    {
        File.Move(_path, target, overwrite: true);
        File.Delete(_versionPath);
    }
}
