using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.Tests.Support;
using Gateway.Transcripts;

namespace Gateway.Tests.Export;

/// <summary>A date is there all at once or not at all, whatever happens to those who write it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class PublicationTests : IAsyncLifetime
{
    private static readonly DateOnly Date = FeedHarness.Yesterday;

    private FeedHarness _feed = null!;

    public async Task InitializeAsync() => _feed = await FeedHarness.StartAsync();

    public Task DisposeAsync() => _feed.DisposeAsync().AsTask();

    [Fact]
    public async Task Nothing_of_a_date_is_visible_before_all_of_it_is()
    {
        await SayAllDayAsync();
        var looked = 0;
        _feed.Store.BeforeRow = _ =>
        {
            looked++;
            Assert.Empty(_feed.Folder.Dates());
            Assert.Null(_feed.Folder.Find(Date));
        };
        await _feed.PublishAsync();

        Assert.Equal(24, looked);
        Assert.Equal([Date], _feed.Folder.Dates());
        Assert.Equal(24, _feed.Rows(Date).Count);
        Assert.DoesNotContain(_feed.FilesOnDisk(), file => file.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(23)]
    public async Task A_first_publication_that_is_cut_short_leaves_nothing_visible_and_the_next_one_cleans_up(int row)
    {
        await SayAllDayAsync();
        CutShortAt(row);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _feed.PublishAsync());

        Assert.Empty(_feed.Folder.Dates());
        Assert.DoesNotContain(_feed.FilesOnDisk(), file => file.EndsWith(".partial", StringComparison.Ordinal));
        _feed.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([(Date, 24L)], await _feed.PublishAsync());
        MustHoldNothingBut(Date, 24);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public async Task A_second_publication_that_is_cut_short_leaves_the_first_as_it_was(int row)
    {
        await SayAllDayAsync();
        await _feed.PublishAsync();
        var before = _feed.Folder.Find(Date)!;
        var texts = _feed.Texts(Date);
        await _feed.SayAsync(FeedHarness.At(12, 30), "late", created: _feed.Time.GetUtcNow());
        _feed.Time.Advance(TimeSpan.FromDays(1));
        CutShortAt(row);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _feed.PublishAsync());

        Assert.Equal(before.Generation, _feed.Folder.Find(Date)!.Generation);
        Assert.Equal(texts, _feed.Texts(Date));
        _feed.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([(Date, 25L), (Date.AddDays(1), 0L)], await _feed.PublishAsync());
        Assert.Contains("late", _feed.Texts(Date));
        MustHoldNothingBut(Date, 25);
    }

    [Fact]
    public async Task A_publication_that_is_cancelled_leaves_the_old_state()
    {
        await SayAllDayAsync();
        using var stop = new CancellationTokenSource();
        _feed.Store.BeforeRow = number =>
        {
            if (number == 12)
                stop.Cancel();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _feed.PublishAsync(stop.Token));

        Assert.Empty(_feed.Folder.Dates());
        _feed.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([(Date, 24L)], await _feed.PublishAsync());
        MustHoldNothingBut(Date, 24);
    }

    [Fact]
    public async Task What_a_process_left_behind_that_died_is_deleted()
    {
        await SayAllDayAsync();
        await _feed.PublishAsync();
        var generation = Directory.CreateDirectory(Path.Combine(_feed.FeedDirectory, "dt=2026-03-06", "20260307T020000000000X", "format=csv"));
        await File.WriteAllTextAsync(Path.Combine(generation.FullName, "utterances_20260306_00.csv.partial"), "half a file");
        var unpublished = Directory.CreateDirectory(Path.Combine(_feed.FeedDirectory, "dt=2026-03-05", "20260306T0200000000000", "format=csv"));
        await File.WriteAllTextAsync(Path.Combine(unpublished.FullName, "utterances_20260305_00.csv"), "a file");
        await File.WriteAllTextAsync(Path.Combine(_feed.FeedDirectory, "dt=2026-03-05.json.partial"), "{");
        // What is not ours is left alone.
        await File.WriteAllTextAsync(Path.Combine(_feed.FeedDirectory, "dt=yesterday.json"), "{}");
        Directory.CreateDirectory(Path.Combine(_feed.FeedDirectory, "dt=yesterday"));

        Assert.Equal([Date], _feed.Folder.Dates());
        await _feed.PublishAsync();

        Assert.Equal(["dt=2026-03-06", "dt=2026-03-06.json", "dt=yesterday", "dt=yesterday.json"], Names());
        Assert.True(Directory.Exists(Path.Combine(_feed.FeedDirectory, "dt=yesterday")));
        MustHoldNothingBut(Date, 24);
    }

    [Fact]
    public async Task Late_utterances_are_published_with_the_next_day_and_only_their_date_changes()
    {
        await SayAllDayAsync();
        await _feed.PublishAsync();
        Assert.Empty(await _feed.PublishAsync());
        await _feed.SayAsync(FeedHarness.At(3, 30), "late", created: _feed.Time.GetUtcNow().AddHours(3));
        await _feed.SayAsync(_feed.Time.GetUtcNow().AddHours(1), "the next day");
        _feed.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal([(Date, 25L), (Date.AddDays(1), 1L)], await _feed.PublishAsync());
        Assert.Equal(["03:00", "late", "04:00"], _feed.Texts(Date).Skip(3).Take(3));
        _feed.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([(Date.AddDays(2), 0L)], await _feed.PublishAsync());
    }

    [Fact]
    public async Task What_is_stored_while_files_are_written_comes_with_the_next_day()
    {
        await _feed.SayAsync(FeedHarness.At(9), "in time");
        await _feed.SayAsync(FeedHarness.At(10), "a minute before", created: _feed.Time.GetUtcNow() - TimeSpan.FromSeconds(59));
        await _feed.PublishAsync();
        Assert.Equal(["in time"], _feed.Texts(Date));

        _feed.Time.Advance(TimeSpan.FromDays(1));
        await _feed.PublishAsync();
        Assert.Equal(["in time", "a minute before"], _feed.Texts(Date));
    }

    [Fact]
    public async Task Dates_that_were_missed_are_published_as_far_back_as_files_are_kept()
    {
        foreach (var day in Enumerable.Range(0, 12))
            await _feed.SayAsync(FeedHarness.At(12).AddDays(-day), $"{day} days before");

        var published = await _feed.PublishAsync();

        // At two in the morning of the 7th the files of 28 February have been over for six days and two hours.
        Assert.Equal(Enumerable.Range(0, 7).Select(day => (Date.AddDays(day - 6), 1L)), published);
        Assert.Equal(["6 days before"], _feed.Texts(new DateOnly(2026, 2, 28)));
    }

    [Fact]
    public async Task A_gateway_that_was_off_for_months_goes_on_with_what_is_kept()
    {
        await SayAllDayAsync();
        await _feed.PublishAsync();
        _feed.Time.Advance(TimeSpan.FromDays(100));
        await _feed.SayAsync(_feed.Time.GetUtcNow() - TimeSpan.FromHours(12), "again");

        var published = await _feed.PublishAsync();

        Assert.Equal(7, published.Count);
        Assert.Equal((Date.AddDays(100), 1L), published[^1]);
        Assert.Equal([Date], _feed.Publisher.DeleteExpired());
    }

    [Fact]
    public async Task Files_are_deleted_when_their_time_is_over_and_not_a_moment_earlier()
    {
        await SayAllDayAsync();
        await _feed.PublishAsync();
        var end = TimeRange.Of(Date).To + TimeSpan.FromDays(7);
        _feed.Time.Advance(end - _feed.Time.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_feed.Publisher.DeleteExpired());
        Assert.Equal(24, _feed.Rows(Date).Count);

        _feed.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([Date], _feed.Publisher.DeleteExpired());
        Assert.Empty(_feed.Folder.Dates());
        Assert.Empty(_feed.FilesOnDisk());
        Assert.DoesNotContain(Date, (await _feed.PublishAsync()).Select(each => each.Date));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"date\":\"2026-03-06\"}")]
    [InlineData("{\"date\":\"2026-03-06\",\"generation\":null,\"publishedAt\":\"2026-03-07T02:00:00Z\",\"createdUntil\":\"2026-03-07T02:00:00Z\",\"files\":[]}")]
    [InlineData("{\"date\":\"yesterday\"}")]
    public async Task A_damaged_manifest_is_named_and_no_file_is_deleted(string damage)
    {
        await SayAllDayAsync();
        await _feed.PublishAsync();
        var manifest = Path.Combine(_feed.FeedDirectory, "dt=2026-03-06.json");
        await File.WriteAllTextAsync(manifest, damage);
        var files = _feed.FilesOnDisk();

        Assert.Contains(manifest, Assert.Throws<InvalidDataException>(() => _feed.Folder.Find(Date)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => _feed.PublishAsync());
        Assert.Equal(files, _feed.FilesOnDisk());

        // What the message advises.
        File.Delete(manifest);
        _feed.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([(Date, 24L)], await _feed.PublishAsync());
        MustHoldNothingBut(Date, 24);
    }

    [Fact]
    public async Task A_conversation_that_is_removed_is_gone_from_every_file_and_all_else_is_as_it_was()
    {
        await SayAllDayAsync();
        await _feed.SayAsync(FeedHarness.At(9, 30), "my PIN is 4711", call: 2);
        await _feed.SayAsync(FeedHarness.At(9, 31), "=\"nasty\",\r\n text of another", call: 3);
        await _feed.SayAsync(FeedHarness.At(23, 30).AddDays(-1), "only my PIN 4711", call: 2);
        await _feed.PublishAsync();
        var others = _feed.Rows(Date).Where(row => row.Row.GetProperty("utterance").GetString() != "my PIN is 4711").Select(row => (row.File, row.Row.GetRawText())).ToList();
        // A publication that did not end has it, too.
        var left = Directory.CreateDirectory(Path.Combine(_feed.FeedDirectory, "dt=2026-03-06", "20260307T015900000000X", "format=csv"));
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "utterances_20260306_09.csv.partial"), "my PIN is 4711");
        _feed.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(2, (await _feed.Publisher.RemoveAsync(FeedHarness.Call(2).ToString(), CancellationToken.None)).Removed);

        Assert.Equal(others, _feed.Rows(Date).Select(row => (row.File, row.Row.GetRawText())));
        Assert.Empty(_feed.Folder.Find(Date.AddDays(-1))!.Files);
        MustHoldNothingBut(Date, 25);
        foreach (var file in _feed.FilesOnDisk())
            Assert.DoesNotContain("PIN", await File.ReadAllTextAsync(Path.Combine(_feed.FeedDirectory, file)), StringComparison.Ordinal);
        foreach (var file in _feed.Folder.Find(Date)!.Files)
        {
            var folder = Path.GetDirectoryName(_feed.Folder.PathOf(_feed.Folder.Find(Date)!, file))!;
            Assert.Equal($"{file.Name}: OK\n", await Command.RunAsync(folder, "sha256sum", "-c", "--strict", file.Name + ".sha256"));
        }

        Assert.Equal(0, (await _feed.Publisher.RemoveAsync(FeedHarness.Call(2).ToString(), CancellationToken.None)).Removed);
        // Nothing has come later: what is published stays.
        Assert.Empty(await _feed.PublishAsync());
    }

    [Fact]
    public async Task A_date_that_was_published_by_a_clock_that_ran_ahead_is_published_again()
    {
        await SayAllDayAsync();
        await _feed.PublishAsync();
        var published = _feed.Folder.Find(Date)!;
        _feed.Folder.Publish(published with { CreatedUntil = _feed.Time.GetUtcNow().AddDays(3), Files = [] });

        Assert.Contains(Date, (await _feed.PublishAsync()).Select(again => again.Date));

        MustHoldNothingBut(Date, 24);
    }

    private async Task SayAllDayAsync()
    {
        for (var hour = 0; hour < 24; hour++)
            await _feed.SayAsync(FeedHarness.At(hour), $"{hour:00}:00");
    }

    private void CutShortAt(int row)
    {
        var cut = false;
        _feed.Store.BeforeRow = number =>
        {
            if (number != row || cut)
                return;
            cut = true;
            throw new StoreUnavailableException("The connection was lost");
        };
    }

    private IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(_feed.FeedDirectory).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal);

    /// <summary>The date's manifest tells of every file that is there, and the files hold so many utterances.</summary>
    private void MustHoldNothingBut(DateOnly date, int rows)
    {
        var manifest = _feed.Folder.Find(date)!;
        Assert.Equal(rows, _feed.Rows(date).Count);
        var told = manifest.Files.Select(file => _feed.Folder.PathOf(manifest, file)).SelectMany(file => new[] { file, file + ".sha256" });
        var there = Directory.EnumerateFiles(Path.Combine(_feed.FeedDirectory, $"dt={date:yyyy-MM-dd}"), "*", SearchOption.AllDirectories);
        Assert.Equal(told.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFiles(_feed.FeedDirectory, "*.partial"));
        Assert.All(_feed.Rows(date), row => Assert.Equal(JsonValueKind.Object, row.Row.ValueKind));
    }
}
