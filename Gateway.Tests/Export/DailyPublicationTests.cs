using System.Diagnostics.CodeAnalysis;
using Gateway.Tests.Support;
using Gateway.Transcripts;

namespace Gateway.Tests.Export;

/// <summary>When files are published, and what happens when they cannot be.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class DailyPublicationTests : IAsyncLifetime
{
    private const int Published = 2101;
    private const int Failed = 2102;

    private static readonly DateOnly Date = FeedHarness.Yesterday;
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private FeedHarness _feed = null!;

    /// <summary>It is nine in the evening, and what is to be published at two has been said.</summary>
    public async Task InitializeAsync()
    {
        _feed = await FeedHarness.StartAsync(now: FeedHarness.At(21));
        await _feed.SayAsync(FeedHarness.At(20), "Good evening.");
    }

    public Task DisposeAsync() => _feed.DisposeAsync().AsTask();

    [Fact]
    public async Task A_date_appears_at_two_oclock_and_not_a_millisecond_earlier()
    {
        await using var gateway = await StartAsync();
        PassUntil(FeedHarness.Morning - Millisecond);
        // It has looked, as has retention, and both have set their clocks for the next time.
        await Eventually.HoldsAsync(() => _feed.Time.PendingTimers == 2);
        Assert.Empty(_feed.FilesOnDisk());
        _feed.Time.Advance(Millisecond);

        await Eventually.HoldsAsync(() => _feed.Folder.Find(Date) is not null && gateway.Log.Count(Published) == 1);
        Assert.Equal(["Good evening."], _feed.Texts(Date));
        Assert.Equal(FeedHarness.Morning, _feed.Folder.Find(Date)!.PublishedAt);
        Assert.Null(gateway.Publication.Trouble);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.Contains("evening", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_that_starts_after_two_publishes_at_once()
    {
        PassUntil(FeedHarness.At(17).AddDays(1));
        await using var gateway = await StartAsync();

        await Eventually.HoldsAsync(() => _feed.Folder.Find(Date) is not null);
    }

    [Fact]
    public async Task The_store_is_not_asked_again_when_everything_is_published()
    {
        await using var gateway = await StartAsync();
        PassUntil(FeedHarness.Morning);
        await Eventually.HoldsAsync(() => gateway.Log.Count(Published) == 1 && _feed.Time.PendingTimers == 2);
        var asked = _feed.Store.Locks;
        _feed.Time.Advance(TimeSpan.FromHours(23));

        Assert.Equal(asked, _feed.Store.Locks);
    }

    [Fact]
    public async Task While_another_process_has_the_right_to_publish_nothing_is_done_and_then_it_is_taken_over()
    {
        await using var other = Registration.CreateStore(new TranscriptOptions(), _feed.Place with { Node = "node-2" });
        await other.OpenAsync(CancellationToken.None);
        var right = await other.TryLockPublicationAsync(CancellationToken.None);
        Assert.NotNull(right);
        Assert.Null(await _feed.Store.TryLockPublicationAsync(CancellationToken.None));
        await using var gateway = await StartAsync();
        PassUntil(FeedHarness.Morning);
        await gateway.PassUntilAsync(() => _feed.Store.Locks >= 6, TimeSpan.FromMinutes(1));
        Assert.Empty(_feed.FilesOnDisk());
        // It is at work, and that is no trouble.
        Assert.Null(gateway.Publication.Trouble);
        Assert.Empty(gateway.Log.Lines);

        await right.DisposeAsync();
        var waited = await gateway.PassUntilAsync(() => _feed.Folder.Find(Date) is not null, TimeSpan.FromMilliseconds(500));
        Assert.InRange(waited, TimeSpan.Zero, TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task What_another_process_has_published_is_not_published_again()
    {
        PassUntil(FeedHarness.Morning);
        await _feed.PublishAsync();
        var generation = _feed.Folder.Find(Date)!.Generation;
        await using var gateway = await StartAsync();
        await Eventually.HoldsAsync(() => _feed.Store.Locks >= 2 && _feed.Time.PendingTimers == 2);

        Assert.Equal(generation, _feed.Folder.Find(Date)!.Generation);
        Assert.Empty(gateway.Log.Lines);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_told_once_and_asked_again_until_it_does()
    {
        var failures = 0;
        _feed.Store.BeforeRow = _ =>
        {
            failures++;
            throw new StoreUnavailableException("The connection was lost.");
        };
        await using var gateway = await StartAsync();
        PassUntil(FeedHarness.Morning);
        await gateway.PassUntilAsync(() => failures == 4, TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(() => gateway.Publication.Trouble is not null);
        Assert.Equal("The connection was lost.", gateway.Publication.Trouble);
        Assert.Equal(1, gateway.Log.Count(Failed));
        Assert.Empty(_feed.Folder.Dates());

        _feed.Store.BeforeRow = _ => { };
        await gateway.PassUntilAsync(() => _feed.Folder.Find(Date) is not null, TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(() => gateway.Publication.Trouble is null);
        Assert.Equal((1, 1), (gateway.Log.Count(Failed), gateway.Log.Count(Published)));
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_is_told_once_and_tried_again_until_it_can()
    {
        Directory.CreateDirectory(_feed.Place.DefaultExport);
        var inTheWay = Path.Combine(_feed.Place.DefaultExport, "utterances");
        await File.WriteAllTextAsync(inTheWay, "");
        await using var gateway = await StartAsync();
        PassUntil(FeedHarness.Morning);
        await gateway.PassUntilAsync(() => _feed.Store.Locks >= 4, TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(() => gateway.Publication.Trouble is not null);
        Assert.Contains(inTheWay, gateway.Publication.Trouble, StringComparison.Ordinal);
        Assert.Equal(1, gateway.Log.Count(Failed));

        File.Delete(inTheWay);
        await gateway.PassUntilAsync(() => _feed.Folder.Find(Date) is not null, TimeSpan.FromMinutes(1));
        Assert.Equal(["Good evening."], _feed.Texts(Date));
        await Eventually.HoldsAsync(() => gateway.Publication.Trouble is null);
    }

    [Fact]
    public async Task A_damaged_manifest_is_trouble_until_it_is_deleted()
    {
        PassUntil(FeedHarness.Morning);
        await _feed.PublishAsync();
        var manifest = Path.Combine(_feed.FeedDirectory, "dt=2026-03-06.json");
        await File.WriteAllTextAsync(manifest, "{");
        await using var gateway = await StartAsync();
        await Eventually.HoldsAsync(() => gateway.Publication.Trouble is not null);
        Assert.Contains("Move it and the folder beside it away", gateway.Publication.Trouble, StringComparison.Ordinal);

        File.Delete(manifest);
        await gateway.PassUntilAsync(() => _feed.Folder.Dates().Count == 1, TimeSpan.FromMinutes(1));
        Assert.Equal(["Good evening."], _feed.Texts(Date));
    }

    [Fact]
    public async Task A_gateway_that_ends_while_it_publishes_ends_at_once_and_leaves_nothing_visible()
    {
        await _feed.SayAsync(FeedHarness.At(20, 30), "Good night.");
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _feed.Store.BeforeRow = number =>
        {
            if (number != 1)
                return;
            reached.TrySetResult();
            goOn.Task.Wait();
        };
        await using var gateway = await StartAsync();
        PassUntil(FeedHarness.Morning);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var stopping = gateway.Publication.StopAsync(CancellationToken.None);
        goOn.SetResult();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Empty(_feed.Folder.Dates());
        Assert.Empty(gateway.Log.Lines);
        // The right was given back.
        await using var right = await _feed.Store.TryLockPublicationAsync(CancellationToken.None);
        Assert.NotNull(right);
    }

    private Task<PublicationHarness> StartAsync() => PublicationHarness.StartAsync(_feed);

    private void PassUntil(DateTimeOffset moment) => _feed.Time.Advance(moment - _feed.Time.GetUtcNow());
}
