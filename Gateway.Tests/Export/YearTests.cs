using System.Diagnostics.CodeAnalysis;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;

namespace Gateway.Tests.Export;

/// <summary>More than a year of calls, with a leap day and two ends of a year, as the gateway lives through it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class YearTests : IAsyncLifetime
{
    private static readonly DateOnly First = new(2027, 12, 25);
    private static readonly DateOnly Last = new(2029, 1, 3);
    private static readonly TimeSpan Two = TimeSpan.FromHours(2);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly Random _random = new(20280229);
    private readonly List<Utterance> _said = [];
    private readonly HashSet<string> _found = [];
    private FeedHarness _feed = null!;
    private PublicationHarness _gateway = null!;

    public async Task InitializeAsync()
    {
        _feed = await FeedHarness.StartAsync(now: TimeRange.Of(First).From);
        _gateway = await PublicationHarness.StartAsync(_feed);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _feed.DisposeAsync();
    }

    [Fact]
    public async Task Every_date_appears_when_it_is_due_with_all_its_utterances_and_nothing_is_kept_for_too_long()
    {
        var leapDays = 0;
        for (var date = First; date <= Last; date = date.AddDays(1))
        {
            leapDays += date is { Month: 2, Day: 29 } ? 1 : 0;
            await LiveThroughAsync(date);
            await MustHaveForgottenAsync(TimeRange.Of(date).To);
            await MustAppearAtTwoAsync(date);
            MustBeInTheirFiles(date);
        }

        Assert.Equal(1, leapDays);
        Assert.Equal(376, Last.DayNumber - First.DayNumber + 1);
        Assert.Equal(_said.Select(utterance => utterance.Id.ToGuid().ToString()).Order(), _found.Order());
        Assert.Null(_gateway.Publication.Trouble);
        Assert.DoesNotContain(_gateway.Log.Lines.Concat(_gateway.RetentionLog.Lines), line => line.Contains("Error", StringComparison.Ordinal));
    }

    private async Task LiveThroughAsync(DateOnly date)
    {
        var day = TimeRange.Of(date);
        PassUntil(day.To - TimeSpan.FromMilliseconds(1));
        await SayAllOfAsync(date, day);
    }

    private async Task MustAppearAtTwoAsync(DateOnly date)
    {
        var due = TimeRange.Of(date).To + Two;
        PassUntil(due - TimeSpan.FromMilliseconds(1));
        // Publication and retention have both set their clocks.
        await Eventually.HoldsAsync(() => _feed.Time.PendingTimers == 2);
        Assert.Null(_feed.Folder.Find(date));
        _feed.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.HoldsAsync(() => _feed.Folder.Find(date) is not null);
        Assert.Equal(due, _feed.Folder.Find(date)!.PublishedAt);
    }

    private async Task SayAllOfAsync(DateOnly date, TimeRange day)
    {
        var moments = new List<DateTimeOffset>
        {
            day.From + TimeSpan.FromMilliseconds(_random.Next(86_400_000)),
            day.From + Two + TimeSpan.FromMilliseconds(_random.Next(-2, 3)),
        };
        if (_random.Next(2) == 0)
            moments.Add(day.To - TimeSpan.FromMilliseconds(_random.Next(1, 3)));
        if (_random.Next(2) == 0)
            moments.Add(day.From + TimeSpan.FromMilliseconds(_random.Next(2)));
        var spoken = moments.Select(moment => _feed.Utterance(moment, $"{date:O} {moment:O}", date.DayNumber)).ToList();
        _said.AddRange(spoken);
        var call = FeedHarness.Call(date.DayNumber);
        var settings = CallTableHarness.Settings;
        var entries = new List<StoreEntry> { Event(new TranscriptionStarted(call, day.From, settings, null, null)) };
        entries.AddRange(spoken.Select(utterance => new MessageEntry(utterance)));
        // Some calls never end: the process that had them died.
        if (_random.Next(4) > 0)
            entries.Add(Event(new MediaEnded(call, day.To.AddMilliseconds(-1), default, StreamEnding.Stopped, Completes: true)));
        await _feed.Store.WriteAsync(entries, _feed.Time.GetUtcNow(), CancellationToken.None);
    }

    private void MustBeInTheirFiles(DateOnly date)
    {
        var expected = _said.Where(utterance => DateOnly.FromDateTime(utterance.SpokenAt.UtcDateTime) == date).OrderBy(utterance => utterance.SpokenAt)
            .Select(utterance => (Id: utterance.Id.ToGuid().ToString(), utterance.Text, File: $"utterances_{date:yyyyMMdd}_{utterance.SpokenAt.UtcDateTime:HH}.jsonl")).ToList();
        var rows = _feed.Rows(date).Select(row => (Id: row.Row.GetProperty("event_uuid").GetString()!, Text: row.Row.GetProperty("utterance").GetString()!, row.File)).ToList();

        Assert.Equal(expected.Order(), rows.Order());
        Assert.All(rows, row => Assert.True(_found.Add(row.Id), $"{row.Id} is in more than one file"));
    }

    /// <summary>Soon after midnight, whatever was over by then is gone, and nothing else.</summary>
    private async Task MustHaveForgottenAsync(DateTimeOffset midnight)
    {
        PassUntil(midnight + TimeSpan.FromMinutes(10));
        var over = midnight - Kept;
        var oldest = DateOnly.FromDateTime(over.UtcDateTime);
        await Eventually.HoldsAsync(() => _feed.Folder.Dates().All(date => date >= oldest) || Later());
        await Eventually.HoldsAsync(async () => await _feed.Store.ExtentAsync(new TimeRange(DateTimeOffset.UnixEpoch, over), CancellationToken.None) is null || Later());

        Assert.True(_feed.Time.GetUtcNow() < midnight + TimeSpan.FromMinutes(110), "Deleting took until the next publication.");
        Assert.All(_feed.FilesOnDisk(), file => Assert.True(string.CompareOrdinal(file, $"dt={oldest:yyyy-MM-dd}") >= 0, file));
        var yesterday = DateOnly.FromDateTime(midnight.UtcDateTime).AddDays(-1);
        Assert.Equal(Math.Min(6, yesterday.DayNumber - First.DayNumber), _feed.Folder.Dates().Count);
        Assert.NotNull(await _feed.Store.ExtentAsync(TimeRange.Of(oldest < First ? First : oldest), CancellationToken.None));
    }

    /// <summary>Deleting takes pauses, for which time has to go on.</summary>
    private bool Later()
    {
        _feed.Time.Advance(TimeSpan.FromMinutes(1));
        return false;
    }

    private void PassUntil(DateTimeOffset moment) => _feed.Time.Advance(moment - _feed.Time.GetUtcNow());

    private EventEntry Event(ConversationEvent happened) => new(_feed.Utterance(happened.At, "").Id, happened);
}
