using System.Globalization;

namespace Gateway.Host.Models;

/// <summary>How far a download has got: a bar that moves on a terminal, elsewhere a line for each tenth.</summary>
/// <param name="output">Where it prints.</param>
/// <param name="moves">Whether that is a terminal.</param>
/// <param name="time">The clock.</param>
internal sealed class DownloadProgress(TextWriter output, bool moves, TimeProvider time)
{
    private const int BarWidth = 30;
    private const double Megabyte = 1_000_000;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    private long _from;
    private long _total;
    private long _began;
    private long? _printed;
    private int _tenths;

    /// <summary>A connection is there, and sends what lies behind <paramref name="from"/> bytes.</summary>
    public void Begin(long from, long total)
    {
        (_from, _total, _began, _printed) = (from, total, time.GetTimestamp(), null);
        _tenths = (int)(10 * from / total);
        if (from > 0)
            Note(string.Create(CultureInfo.InvariantCulture, $"{from / Megabyte:0.0} of {total / Megabyte:0.0} MB are here already."));
    }

    /// <summary>So many bytes are there now.</summary>
    public void Reach(long bytes)
    {
        var tenths = (int)(10 * bytes / _total);
        if (moves && (bytes == _total || _printed is not { } printed || time.GetElapsedTime(printed) >= Beat))
        {
            _printed = time.GetTimestamp();
            output.Write("\r" + Line(bytes) + (bytes == _total ? "\n" : ""));
        }
        else if (!moves && tenths > _tenths)
        {
            output.WriteLine(Line(bytes).Trim());
        }

        _tenths = tenths;
    }

    /// <summary>Everything has come.</summary>
    public void Verifying() => output.WriteLine("Verifying the SHA-256.");

    /// <summary>Says something on a line of its own.</summary>
    public void Note(string text) => output.WriteLine((moves && _printed is not null ? "\n" : "") + text);

    private string Line(long bytes)
    {
        var seconds = Math.Max(0.001, time.GetElapsedTime(_began).TotalSeconds);
        var speed = (bytes - _from) / seconds;
        var left = speed > 0 ? TimeSpan.FromSeconds((_total - bytes) / speed) : TimeSpan.Zero;
        var filled = (int)(BarWidth * bytes / _total);
        var bar = moves ? $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] " : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{bar}{100 * bytes / _total,3} %  {bytes / Megabyte:0.0} of {_total / Megabyte:0.0} MB, {speed / Megabyte:0.0} MB/s, {left:h\\:mm\\:ss} left  ");
    }
}
