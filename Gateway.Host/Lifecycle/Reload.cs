using System.Runtime.InteropServices;
using System.Threading.Channels;
using Gateway.Host.Configuration;

namespace Gateway.Host.Lifecycle;

/// <summary>Something that is read from files and can be read again while the gateway runs.</summary>
/// <param name="Name">What it is, for the log.</param>
/// <param name="Renew">
/// Reads it and puts it to use, all of it or nothing; returns what is in use now, in a few words and without a secret. Throws when the files cannot be used: then
/// everything stays as it was.
/// </param>
internal sealed record Reloadable(string Name, Func<string> Renew);

/// <summary>Reads files again when SIGHUP says so: each item for itself, one line of the log for each.</summary>
internal sealed partial class Reload(IReadOnlyList<Reloadable> items, SystemdReport systemd, ILogger<Reload> logger)
{
    /// <summary>Serves one signal after the other until there are no more, or the process is <paramref name="over"/>.</summary>
    public async Task ServeAsync(ChannelReader<PosixSignal> signals, CancellationToken over)
    {
        try
        {
            await foreach (var _ in signals.ReadAllAsync(over))
                Run();
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Reads everything again. Never throws.</summary>
    public void Run()
    {
        systemd.BeginReload();
        foreach (var item in items)
            Renew(item);
        systemd.EndReload();
    }

    private void Renew(Reloadable item)
    {
        try
        {
            Log.Renewed(logger, item.Name, item.Renew());
        }
        catch (ConfigurationException mistakes)
        {
            Log.Kept(logger, item.Name, string.Join(' ', mistakes.Mistakes));
        }
        catch (Exception failure)
        {
            Log.Kept(logger, item.Name, failure.Message.ReplaceLineEndings(" "));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4521, LogLevel.Information, "Reload: {Item} was read again: {Now}.")]
        public static partial void Renewed(ILogger logger, string item, string now);

        [LoggerMessage(4522, LogLevel.Error, "Reload: {Item} stays as it was, because what is in the files cannot be used: {Problem}")]
        public static partial void Kept(ILogger logger, string item, string problem);
    }
}
