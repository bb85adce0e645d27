using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Benchmarks.Ingest;

/// <summary>A server in a process of its own, and what that process uses.</summary>
internal sealed partial class MeasuredServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>USER_HZ, in which Linux tells processor time.</summary>
    private const double TicksPerSecond = 100;

    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _calls;
    private long _frames;

    private MeasuredServer(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Origin { get; private set; } = null!;

    /// <summary>Calls that it has seen end.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Frames that these calls had.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>Processor time that it has used.</summary>
    public TimeSpan Processor
    {
        get
        {
            // The name is in brackets and may hold blanks; utime and stime are the twelfth and thirteenth field after it.
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
    }

    /// <summary>Resident memory in KiB.</summary>
    public long Memory => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>Starts it and waits until it takes calls.</summary>
    /// <param name="program">The program and its arguments. It says on standard output where it listens, when calls can be taken, and how many frames each call had.</param>
    public static async Task<MeasuredServer> StartAsync(params string[] program)
    {
        var server = new MeasuredServer(new ProcessStartInfo(program[0], program[1..]));
        await Task.WhenAny(server._ready.Task, server._process.WaitForExitAsync()).WaitAsync(Patience, TimeProvider.System);
        if (server._ready.Task.IsCompletedSuccessfully)
            return server;
        await server.DisposeAsync();
        throw new InvalidOperationException($"{string.Join(' ', program)} did not start.");
    }

    /// <summary>Waits until so many calls have ended, or for a minute.</summary>
    public async Task SeesEndsAsync(long calls)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var began = TimeProvider.System.GetTimestamp();
        while (Calls < calls && TimeProvider.System.GetElapsedTime(began) < Patience)
            await timer.WaitForNextTickAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
            return;
        if (HttpsAddress().Match(line) is { Success: true } address)
            Origin = new Uri(address.Value);
        if (FramesOfCall().Match(line) is { Success: true } ended)
        {
            Interlocked.Add(ref _frames, long.Parse(ended.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            Interlocked.Increment(ref _calls);
        }

        if (line.Contains("calls can be taken", StringComparison.Ordinal))
            _ready.TrySetResult();
    }

    [GeneratedRegex(@"https://127\.0\.0\.1:\d+")]
    private static partial Regex HttpsAddress();

    [GeneratedRegex(@"ended.* after (\d+) frames")]
    private static partial Regex FramesOfCall();
}
