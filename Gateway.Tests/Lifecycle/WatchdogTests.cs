using System.Diagnostics.CodeAnalysis;
using Gateway.Core;
using Gateway.Host.Lifecycle;
using Gateway.Tests.Support;

namespace Gateway.Tests.Lifecycle;

/// <summary>systemd hears that the gateway is alive only while that is true.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class WatchdogTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private readonly CallTableHarness _table = new();
    private readonly SystemdListener _systemd = new($"@gateway-watchdog-{Guid.NewGuid():N}");
    private readonly RecordedLog<SystemdReport> _log = new();
    private readonly TaskCompletionSource _stuck = new();
    private readonly CancellationTokenSource _over = new();
    private Action _flush = () => { };
    private SystemdSocket _socket = null!;
    private Task _reporting = Task.CompletedTask;

    public Task InitializeAsync()
    {
        _socket = new SystemdSocket(_systemd.Address, new RecordedLog<SystemdSocket>());
        var signs = new VitalSigns(_table.Pulse, new LogPulse(() => _flush(), _table.Time));
        var report = new SystemdReport(_socket, Interval, signs, () => new LiveStreams(2, 1), () => null, _table.Time, _log);
        report.Enter(LifePhase.Ready);
        _reporting = report.RunAsync(_over.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _stuck.TrySetResult();
        await _over.CancelAsync();
        await _reporting;
        await _systemd.DisposeAsync();
        _socket.Dispose();
        _over.Dispose();
        _table.Dispose();
    }

    [Fact]
    public async Task It_is_told_at_once_and_then_at_half_of_the_interval()
    {
        await FedAsync(1);
        await FedAgainAsync(2);
        await FedAgainAsync(3);
        Assert.Contains("STATUS=Ready: 2 calls, 1 direct stream", _systemd.Lines);
    }

    [Fact]
    public async Task It_hears_nothing_while_recognition_is_stuck_and_is_told_again_when_it_goes_on()
    {
        _table.Recognizer.Stuck = _stuck.Task;
        var feed = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        await Eventually.HoldsAsync(() => _table.Recognizer.Recordings.Count == 1);
        await FedAsync(1);
        await FedAgainAsync(2);
        await FedAgainAsync(3);

        Pass(Interval);
        await Eventually.HoldsAsync(() => _log.Count(4512) == 1);
        Pass(Interval / 2);
        await Eventually.HoldsAsync(() => Complaints().Count > 0);
        // What comes on one socket comes in order.
        var (fed, complaints) = (_systemd.Count("WATCHDOG=1"), Complaints().Count);
        Pass(Interval / 2);
        Pass(Interval / 2);
        await Eventually.HoldsAsync(() => Complaints().Count > complaints);
        Assert.Equal(fed, _systemd.Count("WATCHDOG=1"));
        Assert.Equal(1, _log.Count(4512));

        _stuck.SetResult();
        await Eventually.HoldsAsync(() => _table.Pulse.LongestTurn == TimeSpan.Zero);
        await FedAgainAsync(fed + 1);
        await Eventually.HoldsAsync(() => _log.Count(4513) == 1);
    }

    [Fact]
    public async Task It_hears_nothing_when_nobody_looks_after_calls()
    {
        await FedAsync(1);
        _table.Pulse.Swept();
        _table.Time.Advance(Interval / 2);
        await FedAsync(2);
        _table.Time.Advance(Interval / 2);

        await Eventually.HoldsAsync(() => _log.Count(4512) == 1);
        Assert.Contains("calls have not been looked after for 20 s", _log.Lines[0], StringComparison.Ordinal);
        Assert.Equal(2, _systemd.Count("WATCHDOG=1"));
    }

    [Fact]
    public async Task It_hears_nothing_when_the_log_is_not_taken_any_more()
    {
        await FedAsync(1);
        _flush = () => _stuck.Task.Wait();
        for (var times = 2; times <= 5; times++)
            await FedAgainAsync(times);
        Pass(Interval / 2);

        await Eventually.HoldsAsync(() => _log.Count(4512) == 1);
        Assert.Equal(5, _systemd.Count("WATCHDOG=1"));
        Assert.Contains("the log has not been taken for", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    private List<string> Complaints() => [.. _systemd.Lines.Where(line => line.StartsWith("STATUS=Not alive: recognition has been stuck for", StringComparison.Ordinal))];

    private void Pass(TimeSpan time)
    {
        _table.Pulse.Swept();
        _table.Time.Advance(time - TimeSpan.FromSeconds(1));
        _table.Pulse.Swept();
        _table.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private Task FedAgainAsync(int times)
    {
        Pass(Interval / 2);
        return FedAsync(times);
    }

    private Task FedAsync(int times) => Eventually.HoldsAsync(() => _systemd.Count("WATCHDOG=1") == times);
}
