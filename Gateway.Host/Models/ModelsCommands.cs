using System.Globalization;
using Gateway.Media.Recognition.Whisper;

namespace Gateway.Host.Models;

/// <summary>The verbs <c>models pull</c> and <c>models list</c>: speech models that are known by name.</summary>
internal static class ModelsCommands
{
    /// <summary>Fetches a model.</summary>
    public const string PullVerb = "models pull";

    /// <summary>Shows which models there are.</summary>
    public const string ListVerb = "models list";

    private const int Failed = 1;
    private const int NotUnderstood = 2;
    private const double Megabyte = 1_000_000;

    /// <summary>Where models are looked for, and put.</summary>
    public static string DirectoryOf(GatewayOptions options) =>
        Path.GetFullPath(options.Recognition.Whisper.ModelDirectory ?? Path.Combine(options.StateDirectory, "models"));

    /// <summary>Prints all models, their sizes, and whether they are here.</summary>
    /// <returns>0.</returns>
    public static async Task<int> ListAsync(string directory, TextWriter output)
    {
        await output.WriteLineAsync($"Models in {directory}:");
        foreach (var model in WhisperModels.All)
        {
            var file = new FileInfo(Path.Combine(directory, model.FileName));
            var state = !file.Exists ? "" : file.Length == model.Bytes ? "installed" : "damaged";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {model.Name,-20} {model.Bytes / Megabyte,7:0} MB  {state}").TrimEnd());
        }

        return 0;
    }

    /// <summary>Fetches a model, unless it is here and intact.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="directory">Where to put it.</param>
    /// <param name="from">The directory that it is published in; null: the original.</param>
    /// <param name="output">Where it tells what happens.</param>
    /// <param name="isTerminal">Whether that is a terminal.</param>
    /// <param name="time">The clock.</param>
    /// <returns>0 when it is there; 1 when not, and the reason has been told; 2 when there is no such model or address.</returns>
    public static async Task<int> PullAsync(string name, string directory, string? from, TextWriter output, bool isTerminal, TimeProvider time)
    {
        if (!WhisperModels.TryFind(name, out var model))
        {
            await output.WriteLineAsync($"There is no model '{name}'. There are {string.Join(", ", WhisperModels.All.Select(known => known.Name))}.");
            return NotUnderstood;
        }

        var source = WhisperModels.Source;
        if (from is not null && (!Uri.TryCreate(from.TrimEnd('/') + "/", UriKind.Absolute, out source) || source.Scheme is not ("https" or "http")))
        {
            await output.WriteLineAsync($"--from: '{from}' is not the http or https address of a directory.");
            return NotUnderstood;
        }

        return await PullAsync(model, source, directory, output, isTerminal, time);
    }

    /// <inheritdoc cref="PullAsync(string, string, string?, TextWriter, bool, TimeProvider)"/>
    internal static async Task<int> PullAsync(WhisperModel model, Uri source, string directory, TextWriter output, bool isTerminal, TimeProvider time)
    {
        var target = Path.Combine(Path.GetFullPath(directory), model.FileName);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (File.Exists(target))
            {
                if (await ModelDownload.IsIntactAsync(model, target))
                {
                    await output.WriteLineAsync($"{target} is there, and intact.");
                    return 0;
                }

                await output.WriteLineAsync($"{target} is damaged, or another model: it is fetched anew.");
            }

            if (Lacking(model, target) is { } lacking)
            {
                await output.WriteLineAsync(lacking);
                return Failed;
            }

            await output.WriteLineAsync($"Fetching {new Uri(source, model.FileName)} to {target}.");
            using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            await new ModelDownload(http, new DownloadProgress(output, isTerminal, time), time).FetchAsync(model, source, target);
            await output.WriteLineAsync($"{target} is there. Its SHA-256 is right.");
            return 0;
        }
        catch (DownloadFailedException failure)
        {
            await output.WriteLineAsync(failure.Message);
            await output.WriteLineAsync(
                $"Run this again to go on from there, with --from URL for a mirror. Or fetch {new Uri(WhisperModels.Source, model.FileName)} on another machine "
                + $"({model.Bytes} bytes, SHA-256 {model.Sha256}) and put it at {target}.");
            return Failed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync($"{target} cannot be written: {failure.Message}");
            return Failed;
        }
    }

    /// <summary>What to say when the disk has no room for the rest of a model; null when it has.</summary>
    private static string? Lacking(WhisperModel model, string target)
    {
        var part = new FileInfo(target + ".part");
        var needed = model.Bytes - (part.Exists ? Math.Min(part.Length, model.Bytes) : 0);
        var free = new DriveInfo(Path.GetDirectoryName(target)!).AvailableFreeSpace;
        return free >= needed ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"The model needs {needed / Megabyte:0} MB more, and only {free / Megabyte:0} MB are free in {Path.GetDirectoryName(target)}. Make room, or give another --directory.");
    }
}
