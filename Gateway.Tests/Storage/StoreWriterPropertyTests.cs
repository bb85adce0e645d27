using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;

namespace Gateway.Tests.Storage;

/// <summary>Whatever the store does: every utterance is written once, or given up and on the ledger; and the order of each speaker is kept.</summary>
public sealed class StoreWriterPropertyTests
{
    private const int Speakers = 6;
    private const int Sentences = 150;

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(2, 10_000)]
    [InlineData(3, 10_000)]
    [InlineData(4, 100)]
    [InlineData(5, 100)]
    [InlineData(6, 250)]
    public async Task Nothing_is_lost_or_written_twice_by_a_store_that_fails_at_random(int seed, int capacity)
    {
        var options = new TranscriptOptions { QueueCapacity = capacity };
        await using var harness = await new StoreWriterHarness(options).StartedAsync();
        var moods = new Random(seed);
        harness.Store.Decide = (entries, _) => DecideAsync(harness.Store, moods, entries);

        var said = await Task.WhenAll(Enumerable.Range(1, Speakers).Select(speaker => Task.Run(() => SpeakAsync(harness, speaker, new Random((seed * 100) + speaker)))));
        harness.Store.Decide = (_, _) => Task.CompletedTask;
        await harness.PassUntilAsync(() => harness.Writer.Waiting == 0);

        var written = harness.Store.Written.OfType<MessageEntry>().Select(entry => entry.Utterance).ToList();
        var lost = harness.Ledger.Read();
        Assert.Equal(Speakers * Sentences, said.Sum(each => each.Count));
        // What was given up may have been written: a commit whose answer never came. What was not given up must be there.
        var all = said.SelectMany(each => each).Select(utterance => utterance.Id).ToHashSet();
        var gone = all.Except(written.Select(utterance => utterance.Id)).ToHashSet();
        Assert.Equal(written.Count, written.DistinctBy(utterance => utterance.Id).Count());
        Assert.Equal(lost.Lost[LossReason.NotStored], lost.Latest.Select(loss => loss.Message).Distinct().Count());
        Assert.Subset(lost.Latest.Select(loss => loss.Message).ToHashSet(), gone);
        Assert.Equal(lost.Lost[LossReason.NotStored], harness.NotStored);
        if (capacity > Speakers * Sentences)
            Assert.Empty(gone);
        foreach (var spoken in said)
            Assert.Equal(spoken.Where(utterance => !gone.Contains(utterance.Id)).Select(utterance => utterance.Id), written.Where(utterance => utterance.Conversation == spoken[0].Conversation).Select(utterance => utterance.Id));
    }

    [Fact]
    public async Task Beyond_its_capacity_the_oldest_that_is_not_being_written_is_given_up()
    {
        await using var harness = await new StoreWriterHarness(new TranscriptOptions { QueueCapacity = 100 }).StartedAsync();
        harness.Store.Decide = (_, _) => throw new StoreUnavailableException("The disk is full");
        await harness.SayAsync("being written");
        await Eventually.HoldsAsync(() => harness.Writer.Trouble is not null);

        var said = Enumerable.Range(0, 149).Select(number => StoreWriterHarness.Utterance($"{number}")).ToList();
        foreach (var utterance in said)
            await harness.SayAsync(utterance);

        Assert.Equal(100, harness.Writer.Waiting);
        var accounts = harness.Ledger.Read();
        Assert.Equal(said.Take(50).Select(utterance => utterance.Id), accounts.Latest.Select(loss => loss.Message));
        Assert.All(accounts.Latest, loss => Assert.Equal((LossReason.NotStored, "The disk is full"), (loss.Reason, loss.Detail)));
        Assert.Equal((50, 50), (accounts.Lost[LossReason.NotStored], harness.NotStored));
        Assert.Equal(0, accounts.Pending);

        harness.Store.Decide = (_, _) => Task.CompletedTask;
        await harness.PassUntilAsync(() => harness.Writer.Waiting == 0);
        Assert.Equal([.. said.Skip(50).Select(utterance => utterance.Text).Prepend("being written")], harness.Store.Texts);
    }

    /// <summary>Writes, fails before or after it has written, or takes a while.</summary>
    private static async Task DecideAsync(ScriptedStore store, Random moods, IReadOnlyList<StoreEntry> entries)
    {
        int mood;
        lock (moods)
            mood = moods.Next(10);
        switch (mood)
        {
            case < 2:
                throw new StoreUnavailableException("The disk is full");
            case 2:
                store.Keep(entries);
                throw new StoreUnavailableException("The connection was lost");
            case < 6:
                await Task.Yield();
                break;
        }
    }

    private static async Task<List<Utterance>> SpeakAsync(StoreWriterHarness harness, int speaker, Random pace)
    {
        var said = new List<Utterance>();
        for (var i = 0; i < Sentences; i++)
        {
            said.Add(StoreWriterHarness.Utterance($"{i}", speaker));
            await harness.SayAsync(said[^1]);
            if (pace.Next(4) == 0)
                harness.Time.Advance(TimeSpan.FromMilliseconds(pace.Next(2000)));
        }

        return said;
    }
}
