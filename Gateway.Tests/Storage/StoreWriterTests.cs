using System.Diagnostics.CodeAnalysis;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;

namespace Gateway.Tests.Storage;

/// <summary>An utterance is posted only when it is stored, and no failing store holds up a call.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The runner calls DisposeAsync.")]
public sealed class StoreWriterTests : IAsyncLifetime
{
    private const int Told = 2001;
    private const int Recovered = 2002;
    private const int GivenUp = 2004;
    private const int LostAtTheEnd = 2005;
    private const string Secret = "my PIN is four seven one one";

    private static readonly StoreUnavailableException DiskFull = new("The disk is full. Make room on it");

    private readonly StoreWriterHarness _harness = new();

    private ScriptedStore Store => _harness.Store;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _harness.DisposeAsync().AsTask();

    [Fact]
    public async Task An_utterance_is_written_before_it_is_accepted()
    {
        await _harness.StartedAsync();
        var disk = new TaskCompletionSource();
        Store.Decide = (_, _) => disk.Task;

        var accepted = _harness.SayAsync("Good morning.");
        await Eventually.HoldsAsync(() => Store.Tried.Count == 1);
        Assert.False(accepted.IsCompleted);
        Assert.Equal(1, _harness.Writer.Waiting);
        disk.SetResult();

        await accepted.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["Good morning."], Store.Texts);
        Assert.Equal(0, _harness.Writer.Waiting);
        Assert.Null(_harness.Writer.Trouble);
    }

    [Fact]
    public async Task What_comes_during_a_write_is_written_together_and_in_order()
    {
        await _harness.StartedAsync();
        var disk = new TaskCompletionSource();
        Store.Decide = (_, _) => disk.Task;
        var first = _harness.SayAsync("0");
        await Eventually.HoldsAsync(() => Store.Tried.Count == 1);

        var later = Enumerable.Range(1, 1200).Select(number => _harness.SayAsync($"{number}")).ToList();
        _harness.Writer.Record(new TranscriptionEnded(CallTableHarness.Sid, _harness.Time.GetUtcNow(), TranscriptionEnding.Requested));
        disk.SetResult();
        await Task.WhenAll([first, .. later]).WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync(() => Store.Written.Count == 1202);

        Assert.Equal([1, 1000, 201], Store.Batches);
        Assert.Equal(Enumerable.Range(0, 1201).Select(number => $"{number}"), Store.Texts);
        Assert.IsType<EventEntry>(Store.Written[^1]);
        Assert.Equal(1202, _harness.Stored);
    }

    [Fact]
    public async Task When_the_store_fails_nobody_waits_and_everything_is_written_in_order_when_it_works_again()
    {
        await _harness.StartedAsync();
        Store.Decide = (_, _) => throw DiskFull;
        // Time stands still: nobody has waited for the timeout.
        foreach (var number in Enumerable.Range(0, 700))
            await _harness.SayAsync($"{Secret} {number}").WaitAsync(TimeSpan.FromSeconds(30));
        _harness.Writer.Record(new TranscriptionEnded(CallTableHarness.Sid, _harness.Time.GetUtcNow(), TranscriptionEnding.Requested));
        await _harness.PassUntilAsync(() => Store.Tried.Count >= 5);

        Assert.Equal(DiskFull.Message, _harness.Writer.Trouble);
        Assert.Equal(701, _harness.Writer.Waiting);
        Store.Decide = (_, _) => Task.CompletedTask;
        await _harness.PassUntilAsync(() => _harness.Writer.Waiting == 0);

        Assert.Null(_harness.Writer.Trouble);
        Assert.Equal(Enumerable.Range(0, 700).Select(number => $"{Secret} {number}"), Store.Texts);
        Assert.Equal(701, Store.Written.Count);
        Assert.Equal((1, 1), (_harness.Log.Count(Told), _harness.Log.Count(Recovered)));
        Assert.Contains(_harness.Log.Lines, line => line.Contains(DiskFull.Message + ". Calls go on", StringComparison.Ordinal));
        MustNotTell();
        Assert.Empty(_harness.Ledger.Read().Latest);
        Assert.Equal(0, _harness.NotStored);
    }

    [Fact]
    public async Task Retries_are_half_a_second_to_ten_seconds_apart()
    {
        await _harness.StartedAsync();
        Store.Decide = (_, _) => throw DiskFull;
        await _harness.SayAsync("Good morning.");
        var tries = new List<TimeSpan>();
        for (var tried = 1; tried < 9; tried++)
        {
            await Eventually.HoldsAsync(() => Store.Tried.Count == tried && _harness.Time.PendingTimers > 0);
            var began = _harness.Time.GetUtcNow();
            var seen = tried;
            await _harness.PassUntilAsync(() => Store.Tried.Count > seen);
            tries.Add(_harness.Time.GetUtcNow() - began);
        }

        // To the tenth of a second in which time passes here, and one more that may pass before it is seen.
        double[] expected = [0.5, 1, 2, 4, 8, 10, 10, 10];
        for (var i = 0; i < expected.Length; i++)
            Assert.InRange(tries[i].TotalSeconds, expected[i], expected[i] + 2);
    }

    [Fact]
    public async Task A_store_that_hangs_is_waited_for_two_seconds_once()
    {
        await _harness.StartedAsync();
        var disk = new TaskCompletionSource();
        Store.Decide = (_, _) => disk.Task;
        var first = _harness.SayAsync(Secret);
        var second = _harness.SayAsync("Good morning.");
        await Eventually.HoldsAsync(() => Store.Tried.Count == 1);

        _harness.Time.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.False(first.IsCompleted);
        _harness.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("2 s (Gateway:Transcripts:WriteTimeout)", _harness.Writer.Trouble, StringComparison.Ordinal);
        // Time stands still from here on: nobody waits again.
        await _harness.SayAsync("We appreciate your business.").WaitAsync(TimeSpan.FromSeconds(30));

        disk.SetResult();
        await Eventually.HoldsAsync(() => _harness.Writer.Waiting == 0 && _harness.Writer.Trouble is null);
        Assert.Equal([Secret, "Good morning.", "We appreciate your business."], Store.Texts);
        Assert.Equal((1, 1), (_harness.Log.Count(Told), _harness.Log.Count(Recovered)));
        MustNotTell();
    }

    [Fact]
    public async Task An_entry_that_cannot_be_written_costs_no_other_and_is_accounted_for_once()
    {
        await _harness.StartedAsync();
        var disk = new TaskCompletionSource();
        Store.Decide = (_, _) => disk.Task;
        var said = new List<Task> { _harness.SayAsync("0") };
        await Eventually.HoldsAsync(() => Store.Tried.Count == 1);
        var poison = StoreWriterHarness.Utterance(Secret);
        said.AddRange([_harness.SayAsync("1"), _harness.SayAsync(poison), _harness.SayAsync("2")]);

        // The store fails once, too, while entries are tried one by one.
        var interrupted = false;
        Store.Decide = (entries, _) =>
        {
            if (entries.Any(entry => entry.Id == poison.Id))
                throw new InvalidOperationException("no such thing");
            if (entries is [MessageEntry { Utterance.Text: "2" }] && !interrupted)
            {
                interrupted = true;
                throw DiskFull;
            }

            return Task.CompletedTask;
        };
        disk.SetResult();
        await Task.WhenAll(said).WaitAsync(TimeSpan.FromSeconds(30));
        await _harness.PassUntilAsync(() => _harness.Writer.Waiting == 0);

        Assert.Equal(["0", "1", "2"], Store.Texts);
        var loss = Assert.Single(_harness.Ledger.Read().Latest);
        Assert.Equal((LossReason.NotStored, poison.Id, poison.Conversation), (loss.Reason, loss.Message, loss.Conversation));
        Assert.Equal((3, 1), (_harness.Stored, _harness.NotStored));
        Assert.Equal(1, _harness.Log.Count(GivenUp));
        MustNotTell();
    }

    [Fact]
    public async Task An_event_that_cannot_be_written_is_no_lost_utterance()
    {
        await _harness.StartedAsync();
        Store.Decide = (entries, _) => entries[0] is EventEntry ? throw new OperationCanceledException() : Task.CompletedTask;
        _harness.Writer.Record(new TranscriptionEnded(CallTableHarness.Sid, _harness.Time.GetUtcNow(), TranscriptionEnding.Requested));
        await Eventually.HoldsAsync(() => _harness.Writer.Waiting == 0);

        Assert.Empty(_harness.Ledger.Read().Latest);
        Assert.Equal(1, _harness.NotStored);
    }

    [Fact]
    public async Task A_shutdown_with_a_failing_store_ends_and_names_what_is_lost()
    {
        await _harness.StartedAsync();
        Store.Decide = (_, _) => throw DiskFull;
        var lost = Enumerable.Range(1, 12).Select(call => StoreWriterHarness.Utterance(Secret, call)).ToList();
        foreach (var utterance in lost)
            await _harness.SayAsync(utterance);

        var began = _harness.Time.GetUtcNow();
        await _harness.StopAsync();

        Assert.InRange((_harness.Time.GetUtcNow() - began).TotalSeconds, 5, 7);
        Assert.Equal(lost.Select(utterance => (LossReason.NotStored, utterance.Id, utterance.Conversation)), _harness.Ledger.Read().Latest.Select(loss => (loss.Reason, loss.Message, loss.Conversation)));
        var line = Assert.Single(_harness.Log.Lines, line => line.StartsWith($"{LostAtTheEnd} ", StringComparison.Ordinal));
        Assert.Contains("12 entries", line, StringComparison.Ordinal);
        Assert.Contains($"{lost[0].Conversation}, {lost[1].Conversation}", line, StringComparison.Ordinal);
        Assert.Contains("and 2 more", line, StringComparison.Ordinal);
        MustNotTell();
    }

    [Fact]
    public async Task A_shutdown_writes_what_still_waits()
    {
        await _harness.StartedAsync();
        var disk = new TaskCompletionSource();
        Store.Decide = (_, _) => disk.Task;
        var said = Enumerable.Range(0, 800).Select(number => _harness.SayAsync($"{number}")).ToList();
        var stopping = _harness.Writer.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        disk.SetResult();

        await Task.WhenAll([stopping, .. said]).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(800, Store.Written.Count);
        Assert.Equal(0, _harness.Log.Count(LostAtTheEnd));
    }

    [Fact]
    public async Task A_store_that_hangs_does_not_hold_up_a_shutdown()
    {
        await _harness.StartedAsync();
        var never = new TaskCompletionSource();
        Store.Decide = (_, _) => never.Task;
        var said = _harness.SayAsync("Good morning.");

        await _harness.StopAsync();

        await said;
        Assert.Equal(LossReason.NotStored, Assert.Single(_harness.Ledger.Read().Latest).Reason);
        never.SetResult();
    }

    [Fact]
    public async Task What_comes_after_the_end_is_given_up_and_nobody_waits_for_it()
    {
        await _harness.StartedAsync();
        await _harness.StopAsync();

        await _harness.SayAsync("Good morning.");

        Assert.Equal(LossReason.NotStored, Assert.Single(_harness.Ledger.Read().Latest).Reason);
        Assert.Empty(Store.Written);
    }

    [Fact]
    public async Task A_store_that_is_not_there_at_the_start_is_opened_later()
    {
        var loss = new Loss(CallTableHarness.Sid, _harness.Time.GetUtcNow(), SampleUtterance.Of().Id, default, LossReason.Connect);
        Store.EarlierLosses = [loss];
        Store.DecideToOpen = () => throw DiskFull;
        await _harness.StartedAsync();
        Assert.Equal(DiskFull.Message, _harness.Writer.Trouble);
        await _harness.SayAsync("Good morning.").WaitAsync(TimeSpan.FromSeconds(30));

        Store.DecideToOpen = () => throw new StoreRefusedException("This is another program's file.");
        await _harness.PassUntilAsync(() => _harness.Writer.Trouble?.StartsWith("This", StringComparison.Ordinal) == true);
        Store.DecideToOpen = () => Task.CompletedTask;
        await _harness.PassUntilAsync(() => _harness.Writer.Waiting == 0);

        Assert.Equal(["Good morning."], Store.Texts);
        Assert.Equal(1, Store.Opened);
        Assert.Equal([loss], _harness.Ledger.Read().Latest);
        // Each cause once: the second one is the one to mend.
        Assert.Equal(2, _harness.Log.Count(Told));
    }

    [Fact]
    public async Task A_store_that_somebody_has_to_mend_first_is_no_reason_to_begin()
    {
        Store.DecideToOpen = () => throw new StoreRefusedException("This is another program's file.");
        await Assert.ThrowsAsync<StoreRefusedException>(() => _harness.Writer.OpenAsync(CancellationToken.None));

        Store.DecideToOpen = () => throw new UnreadableContentException("Put the key's line back.");
        var refusal = await Assert.ThrowsAsync<StoreRefusedException>(() => _harness.Writer.OpenAsync(CancellationToken.None));
        Assert.Equal("Put the key's line back.", refusal.Message);
    }

    private void MustNotTell() => Assert.DoesNotContain(_harness.Log.Lines, line => line.Contains("PIN", StringComparison.Ordinal));
}
