namespace Gateway.Host.Lifecycle;

/// <summary>Where in its life the process is.</summary>
internal enum LifePhase
{
    /// <summary>Not ready yet.</summary>
    Starting,

    /// <summary>Takes calls.</summary>
    Ready,

    /// <summary>Takes no more calls, and lets those go on that are there.</summary>
    Draining,

    /// <summary>Closes sockets and delivers the last words.</summary>
    Ending,
}

/// <summary>
/// Tells systemd how the gateway is: when it is ready, what it is at in one line, that it ends, and that it is alive. systemd kills and restarts a service that has stopped
/// saying that, so it is said only when <see cref="VitalSigns"/> agree.
/// </summary>
internal sealed partial class SystemdReport(
    SystemdSocket systemd, TimeSpan? watchdog, VitalSigns signs, Func<LiveStreams> live, Func<string?> storeTrouble, TimeProvider time, ILogger<SystemdReport> logger)
{
    /// <summary>How often the status line is looked at. It is sent when it has changed.</summary>
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// While calls go on, systemd is asked every few seconds for this much more time than <c>TimeoutStopSec</c> gives (<c>EXTEND_TIMEOUT_USEC</c>), so that the unit need
    /// not know <c>Gateway:Calls:DrainTime</c>.
    /// </summary>
    private static readonly TimeSpan MoreTime = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private LifePhase _phase;
    private string? _said;
    private string? _trouble;

    /// <summary>The process has come to another part of its life.</summary>
    /// <param name="phase">Which.</param>
    /// <param name="limit">How long that part lasts at most, for systemd to allow for; null when it has no end, or none that is near.</param>
    public void Enter(LifePhase phase, TimeSpan? limit = null)
    {
        lock (_lock)
        {
            var first = phase > LifePhase.Ready && _phase <= LifePhase.Ready;
            _phase = phase;
            List<string> lines = [];
            if (phase == LifePhase.Ready)
                lines.Add("READY=1");
            if (first)
                lines.Add("STOPPING=1");
            if (phase == LifePhase.Draining)
                lines.Add(Extend(MoreTime));
            else if (limit is { } most)
                lines.Add(Extend(most));
            systemd.Send([.. lines, $"STATUS={_said = Status()}"]);
        }
    }

    /// <summary>Files are about to be read again (<c>Type=notify-reload</c>).</summary>
    public void BeginReload()
    {
        lock (_lock)
        {
            // While it ends it is not to become ready again.
            if (_phase == LifePhase.Ready)
                systemd.Send("RELOADING=1", $"MONOTONIC_USEC={SystemdSocket.MonotonicMicroseconds()}");
        }
    }

    /// <summary>Files have been read again.</summary>
    public void EndReload()
    {
        lock (_lock)
        {
            if (_phase == LifePhase.Ready)
                systemd.Send("READY=1");
        }
    }

    /// <summary>Says again and again that the process is alive, and what it is at, until it is <paramref name="over"/>.</summary>
    public Task RunAsync(CancellationToken over) => systemd.IsThere
        ? Task.WhenAll(RepeatAsync(StatusInterval, TellStatus, over), watchdog is { } interval ? RepeatAsync(interval / 2, Live, over) : Task.CompletedTask)
        : Task.CompletedTask;

    private async Task RepeatAsync(TimeSpan interval, Action tell, CancellationToken over)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                tell();
            }
            while (await timer.WaitForNextTickAsync(over));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void TellStatus()
    {
        lock (_lock)
        {
            if (_phase == LifePhase.Draining)
                systemd.Send(Extend(MoreTime));
            if (Status() is var status && status == _said)
                return;
            _said = status;
            systemd.Send($"STATUS={status}");
        }
    }

    private void Live()
    {
        string? before, now;
        lock (_lock)
        {
            before = _trouble;
            now = _trouble = signs.Trouble(_phase == LifePhase.Ending);
            if (now is null)
                systemd.Send("WATCHDOG=1");
        }

        // Outside the lock: the log may be what is stuck.
        if (now is not null && before is null)
            Log.NotAlive(logger, now, watchdog!.Value);
        else if (now is null && before is not null)
            Log.AliveAgain(logger);
    }

    private string Status() => _phase switch
    {
        _ when _trouble is not null => $"Not alive: {_trouble}",
        LifePhase.Starting => "Not ready: the recogniser is being warmed up",
        LifePhase.Draining => $"Draining: {live()}",
        LifePhase.Ending => "Ending: the last words are recognised and delivered",
        _ when storeTrouble() is { } trouble => $"Ready: {live()}; transcripts cannot be stored: {trouble}",
        _ => $"Ready: {live()}",
    };

    private static string Extend(TimeSpan time) => $"EXTEND_TIMEOUT_USEC={(long)time.TotalMicroseconds}";

    private static partial class Log
    {
        [LoggerMessage(4512, LogLevel.Error,
            "The gateway is not alive: {Trouble}. systemd is not told otherwise any more, and restarts it when that lasts longer than {Interval} (WatchdogSec).")]
        public static partial void NotAlive(ILogger logger, string trouble, TimeSpan interval);

        [LoggerMessage(4513, LogLevel.Warning, "The gateway is alive again.")]
        public static partial void AliveAgain(ILogger logger);
    }
}
