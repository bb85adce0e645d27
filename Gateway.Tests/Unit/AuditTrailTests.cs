using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gateway.Host.Security;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Unit;

/// <summary>The audit log on a real disk. The clock begins on 2026-03-01 at 09:00.</summary>
public sealed class AuditTrailTests : IDisposable
{
    private static readonly AuditedAction Action = new("startStreaming", 200) { Who = "a key", From = "192.0.2.7", Conversation = "CA1", RequestId = "r" };

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<AuditMetrics>().BuildServiceProvider();
    private readonly ManualTime _time = new();
    private readonly RecordedLog<AuditTrail> _log = new();

    private string Audit => Path.Combine(_folder, "state", "audit");

    private string Today => FileOf("2026-03-01");

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_entry_is_one_line_with_its_members_in_order_and_nothing_that_is_not_known()
    {
        using var trail = Open();
        _time.Advance(TimeSpan.FromMilliseconds(7.5));
        Assert.True(trail.Append(Action with { Detail = "a detail", Status = 409, Code = "409-201" }));
        Assert.True(trail.Append(new AuditedAction("purge", 200) { Who = AuditedAction.Operator }));

        Assert.Equal(
            [
                """{"at":"2026-03-01T09:00:00.007Z","node":"node-1","who":"a key","from":"192.0.2.7","operation":"startStreaming","conversation":"CA1","detail":"a detail","status":409,"code":"409-201","requestId":"r"}""",
                $$"""{"at":"2026-03-01T09:00:00.007Z","node":"node-1","who":"operator:{{Environment.UserName}}","operation":"purge","status":200}""",
            ],
            AuditRecord.Lines(Today));
    }

    [Fact]
    public void Nobody_but_the_owner_can_read_it()
    {
        using var trail = Open();
        trail.Append(Action);

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Audit));
        Assert.Equal(Owner, File.GetUnixFileMode(Today));
    }

    [Fact]
    public async Task What_root_makes_belongs_to_the_gateways_user_and_what_was_there_stays_whose_it_is()
    {
        // Only root can give files away; for others there is nothing to see.
        if (!Environment.IsPrivilegedProcess)
            return;
        Directory.CreateDirectory(Audit);
        await ProcessRun.ToEndAsync(new ProcessStartInfo("chown", ["4711:4712", Audit]), Patience.Limit);
        var elsewhere = Path.Combine(_folder, "elsewhere");
        File.WriteAllText(elsewhere, "");
        File.CreateSymbolicLink(FileOf("2026-03-02"), elsewhere);
        using var trail = Open();
        trail.Append(Action);
        _time.Advance(TimeSpan.FromDays(1));
        trail.Append(Action);

        Assert.Equal("4711:4712\n0:0\n", (await ProcessRun.ToEndAsync(new ProcessStartInfo("stat", ["--format=%u:%g", Today, elsewhere]), Patience.Limit)).Output);
    }

    [Theory]
    [InlineData("CA1\n{\"who\":\"somebody else\"}\r\n\u2028\u0085\0")]
    [InlineData("\"\\ \ud83d\ude00 \u00e4")]
    public void Whatever_a_client_sends_as_an_id_stays_within_its_line(string conversation)
    {
        using var trail = Open();
        trail.Append(Action with { Conversation = conversation });

        var line = Assert.Single(File.ReadAllLines(Today));
        Assert.DoesNotContain(line, char.IsControl);
        Assert.Equal(conversation, Assert.Single(AuditRecord.Read(Today)).Conversation);
    }

    [Fact]
    public void Of_an_endless_id_or_detail_the_beginning_is_kept_even_when_it_is_cut_within_a_character()
    {
        using var trail = Open();
        trail.Append(Action with { Conversation = new string('x', 99) + "\ud83d\ude00", Detail = new string('y', 5000) });

        var entry = Assert.Single(AuditRecord.Read(Today));
        Assert.Equal(new string('x', 99) + "\ufffd", entry.Conversation);
        Assert.Equal(new string('y', 200), entry.Detail);
    }

    [Fact]
    public void Each_day_has_a_file_of_its_own_from_midnight_on()
    {
        using var trail = Open();
        _time.Advance(TimeSpan.FromHours(15) - TimeSpan.FromMilliseconds(1));
        trail.Append(Action with { RequestId = "the last" });
        _time.Advance(TimeSpan.FromMilliseconds(1));
        trail.Append(Action with { RequestId = "the first" });

        Assert.Equal("the last", Assert.Single(AuditRecord.Read(Today)).RequestId);
        Assert.Equal("the first", Assert.Single(AuditRecord.Read(FileOf("2026-03-02"))).RequestId);
    }

    [Fact]
    public void Entries_of_earlier_runs_stay()
    {
        using (var first = Open())
            first.Append(Action with { RequestId = "before" });
        using var second = Open();
        second.Append(Action with { RequestId = "after" });

        Assert.Equal(["before", "after"], AuditRecord.Read(Today).Select(entry => entry.RequestId));
    }

    [Fact]
    public void What_was_too_old_at_the_start_is_gone_and_nothing_else()
    {
        Directory.CreateDirectory(Audit);
        // The retention is two days, and now is the first of March.
        string[] files = ["audit-2025-12-31.jsonl", "audit-2026-02-26.jsonl", "audit-2026-02-27.jsonl", "audit-yesterday.jsonl", "audit-2020-01-01.jsonl.gz", "notes-2020-01-01.jsonl"];
        foreach (var file in files)
            File.WriteAllText(Path.Combine(Audit, file), "{}\n");
        using var trail = Open(TimeSpan.FromDays(2));

        Assert.Equal(
            ["audit-2020-01-01.jsonl.gz", "audit-2026-02-27.jsonl", "audit-2026-03-01.jsonl", "audit-yesterday.jsonl", "notes-2020-01-01.jsonl"],
            Directory.EnumerateFiles(Audit).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(2, _log.Count(4303));
    }

    [Fact]
    public void A_file_is_deleted_when_its_last_moment_is_too_old_even_though_nobody_asks_for_anything()
    {
        using var trail = Open(TimeSpan.FromDays(2));
        trail.Append(Action);
        // The fourth of March begins, and a little of its first hour passes.
        _time.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(14.9));
        Assert.True(File.Exists(Today));
        _time.Advance(TimeSpan.FromHours(1.1));

        Assert.False(File.Exists(Today));
    }

    [Fact]
    public void After_a_line_that_was_cut_off_the_next_entry_begins_on_a_line_of_its_own()
    {
        using var trail = Open();
        trail.Append(Action with { RequestId = "before" });
        File.AppendAllText(Today, """{"at":"2026-03-01T09:00:0""");
        trail.Append(Action with { RequestId = "after" });
        trail.Append(Action with { RequestId = "later" });

        var lines = AuditRecord.Lines(Today);
        Assert.Equal(4, lines.Count);
        Assert.Equal("""{"at":"2026-03-01T09:00:0""", lines[1]);
        Assert.Contains("\"after\"", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("{", lines[2], StringComparison.Ordinal);
        Assert.Contains("\"later\"", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_writers_at_once_lose_and_tear_nothing()
    {
        const int EntriesEach = 4000;
        using var one = Open();
        using var other = Open();
        var writers = new[] { (one, "a"), (one, "b"), (other, "c"), (other, "d") };
        await Task.WhenAll(writers.Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < EntriesEach; i++)
                Assert.True(writer.Item1.Append(Action with { Who = writer.Item2, RequestId = $"{i}", Detail = new string('z', i % 200) }));
        })));

        var entries = AuditRecord.Read(Today);
        Assert.Equal(writers.Length * EntriesEach, entries.Count);
        foreach (var (_, who) in writers)
            Assert.Equal(Enumerable.Range(0, EntriesEach).Select(i => $"{i}"), entries.Where(entry => entry.Who == who).Select(entry => entry.RequestId));
    }

    [Fact]
    public void A_full_disk_is_told_once_and_so_is_its_end_with_the_number_of_missing_entries()
    {
        using var meters = new Counted(_services.GetRequiredService<IMeterFactory>());
        using var trail = Open();
        File.Delete(Today);
        File.CreateSymbolicLink(Today, "/dev/full");
        Assert.False(trail.Append(Action));
        Assert.False(trail.Append(Action));
        Assert.False(trail.Append(Action));
        var told = Assert.Single(_log.Lines);
        Assert.StartsWith("4301 Error", told, StringComparison.Ordinal);
        Assert.Contains(Today, told, StringComparison.Ordinal);
        Assert.Contains("No space left on device", told, StringComparison.Ordinal);

        File.Delete(Today);
        Assert.True(trail.Append(Action));
        Assert.True(trail.Append(Action));

        Assert.Equal(2, AuditRecord.Read(Today).Count);
        Assert.Equal(2, _log.Lines.Count);
        Assert.Contains("3 entries are missing", _log.Lines[1], StringComparison.Ordinal);
        Assert.Equal((2, 3), (meters["gateway.audit.entries"], meters["gateway.audit.failures"]));
    }

    [Fact]
    public void A_directory_that_disappears_is_made_again_and_one_that_cannot_be_made_is_told()
    {
        using var trail = Open();
        Directory.Delete(Audit, recursive: true);
        Assert.True(trail.Append(Action));
        Directory.Delete(Audit, recursive: true);
        File.WriteAllText(Audit, "in the way");
        Assert.False(trail.Append(Action));
        Assert.Equal(1, _log.Count(4301));
        File.Delete(Audit);

        Assert.True(trail.Append(Action));
        Assert.Single(AuditRecord.Read(Today));
    }

    [Fact]
    public void A_directory_that_disappears_does_not_end_the_process_at_midnight()
    {
        using var trail = Open();
        Directory.Delete(Audit, recursive: true);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, _log.Count(4304));
    }

    private AuditTrail Open(TimeSpan? retention = null) =>
        new(Audit, retention ?? TimeSpan.FromDays(400), "node-1", _services.GetRequiredService<AuditMetrics>(), _time, _log);

    private string FileOf(string day) => Path.Combine(Audit, $"audit-{day}.jsonl");

    /// <summary>What the meter has counted.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, long> _sums = [];

        public Counted(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == AuditMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _sums[instrument.Name] = this[instrument.Name] + value);
            _listener.Start();
        }

        public long this[string instrument] => _sums.GetValueOrDefault(instrument);

        public void Dispose() => _listener.Dispose();
    }
}
