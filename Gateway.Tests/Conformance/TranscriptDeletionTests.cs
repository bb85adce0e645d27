using Gateway.Tests.Support;
using Gateway.Transcripts;

namespace Gateway.Tests.Conformance;

/// <summary>Deleting, of whatever keeps transcripts.</summary>
public abstract class TranscriptDeletionTests : StoreSuite
{
    private static readonly double LongestSpan = Conversation.LongestSpan.TotalSeconds;

    private protected TranscriptDeletionTests(TestStore place)
        : base(place)
    {
    }

    [Fact]
    public async Task What_has_expired_goes_in_small_batches_and_nothing_else()
    {
        for (var call = 0; call < 6; call++)
            await WriteAsync([Started(call, 0), .. Enumerable.Range(0, 25).Select(i => Message(call, i)), Lost(call, 30), Ended(call, 100 + call)]);

        var rounds = await DeleteAllAsync(before: 103, limit: 10);

        // A record is deleted at once: three events, and the conversation.
        Assert.All(rounds, deleted => Assert.InRange(deleted, 1, 10 + (3 * 4)));
        Assert.Equal(3 * (25 + 3 + 1), rounds.Sum());
        for (var call = 0; call < 6; call++)
        {
            var kept = call >= 3;
            Assert.Equal(kept, await Store.FindAsync(Name(call), CancellationToken.None) is not null);
            Assert.Equal(kept ? 25 : 0, (await MessagesAsync(call)).Count);
        }

        Assert.Equal(3, (await Store.LatestLossesAsync(10, CancellationToken.None)).Count);
        Assert.Equal(3 * 25, (await SpokenAsync(0, 100)).Count);
    }

    [Fact]
    public async Task Of_what_has_expired_nothing_is_left()
    {
        await WriteAsync(Started(1, 0), Message(1), Lost(1), Ended(1, 1));

        await DeleteAllAsync(before: 2, limit: 1000);

        Assert.Null(await Store.FindAsync(Name(1), CancellationToken.None));
        Assert.Null(await Store.ExtentAsync(Range(-10, 10), CancellationToken.None));
        Assert.Empty(await Store.LatestLossesAsync(10, CancellationToken.None));
        foreach (var table in new[] { "conversation", "message", "event" })
            Assert.Equal(0L, await Place.ScalarAsync($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task A_conversation_completed_at_that_moment_has_not_expired()
    {
        await WriteAsync(Message(1), Ended(1, 5));

        Assert.Empty(await DeleteAllAsync(before: 5));
        Assert.NotEmpty(await DeleteAllAsync(before: 5.001));
    }

    [Fact]
    public async Task A_conversation_that_never_completed_expires_a_day_after_its_last_start()
    {
        await WriteAsync(Started(1, 0), Started(1, 10), Leg(1, 20), Message(1, 30));
        await WriteAtAsync(10, Message(2));

        Assert.Empty(await DeleteAllAsync(before: LongestSpan + 10));
        Assert.Equal(3 + 1 + 1 + 1 + 1, (await DeleteAllAsync(before: LongestSpan + 10.001)).Sum());
    }

    [Fact]
    public async Task A_conversation_that_went_on_does_not_expire_by_its_earlier_end()
    {
        await WriteAsync(Started(1, 0), Ended(1, 5), Started(2, 0), Ended(2, 5));
        await WriteAsync(Leg(1, 6), Started(2, 6));

        Assert.Empty(await DeleteAllAsync(before: 100));
        Assert.Equal(2 + 1 + 1, (await DeleteAllAsync(before: LongestSpan + 1)).Sum());
    }

    [Fact]
    public async Task What_was_abandoned_expires_from_when_that_was_seen()
    {
        await WriteAsync(Started(1, 0));
        await Store.CompleteAbandonedAsync(Now.AddSeconds(50), CancellationToken.None);

        Assert.Empty(await DeleteAllAsync(before: 50));
        Assert.NotEmpty(await DeleteAllAsync(before: 51));
    }

    [Fact]
    public async Task Hundreds_of_conversations_expire_round_by_round()
    {
        foreach (var calls in Enumerable.Range(0, 300).Chunk(100))
            await WriteAsync([.. calls.SelectMany(call => new StoreEntry[] { Message(call), Ended(call, call) })]);

        var rounds = await DeleteAllAsync(before: 290, limit: 50);

        Assert.Equal(290 * 3, rounds.Sum());
        Assert.Equal(10L, await Place.ScalarAsync("SELECT count(*) FROM conversation"));
    }

    [Fact]
    public async Task A_purge_takes_all_of_one_conversation()
    {
        await WriteAsync(Started(1, 0), Message(1), Message(1, 1), Lost(1), Started(2, 0), Message(2), Lost(2));

        Assert.Equal(2, await Store.DeleteAsync(Name(1), CancellationToken.None));

        Assert.Null(await Store.FindAsync(Name(1), CancellationToken.None));
        Assert.Empty(await MessagesAsync(1));
        Assert.Single(await MessagesAsync(2));
        Assert.Equal(2, (await EventsAsync(2)).Count);
        Assert.Single(await Store.LatestLossesAsync(10, CancellationToken.None));
        Assert.Null(await Store.DeleteAsync(Name(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_purge_of_a_conversation_in_which_nothing_was_said_says_none()
    {
        await WriteAsync(Started(1, 0));

        Assert.Equal(0, await Store.DeleteAsync(Name(1), CancellationToken.None));
        Assert.Null(await Store.FindAsync(Name(1), CancellationToken.None));
    }

    [Fact]
    public async Task What_is_written_after_a_purge_is_a_new_conversation()
    {
        await WriteAsync(Message(1));
        var before = await FindAsync(1);
        await Store.DeleteAsync(Name(1), CancellationToken.None);

        var message = Message(1);
        await WriteAtAsync(5, message);

        Assert.NotEqual(before.Id, (await FindAsync(1)).Id);
        Assert.Equal(message.Id, Assert.Single(await MessagesAsync(1)).Utterance.Id);
    }

    [Fact]
    public async Task What_is_written_while_others_delete_is_there_or_was_deleted_whole()
    {
        const int Writes = 150;
        var deleter = await OpenAsync("node-2");
        using var done = new CancellationTokenSource();
        var deleting = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await deleter.DeleteAsync(Name(1), CancellationToken.None);
                await deleter.DeleteExpiredAsync(Now.AddSeconds(1), 1000, CancellationToken.None);
            }
        });

        for (var i = 0; i < Writes; i++)
        {
            // The one is purged again and again, the other has always expired and goes on all the same; the third has nothing to do with it.
            await WriteAsync(Message(1), Message(3), Ended(2, 0));
            await WriteAsync(Message(2), Leg(2, 0));
        }

        await done.CancelAsync();
        await deleting;
        Assert.Equal(Writes, (await MessagesAsync(3)).Count);
        Assert.Null((await FindAsync(2)).CompletedAt);
        Assert.NotEmpty(await MessagesAsync(2));
        Assert.Equal(0L, await Place.ScalarAsync("SELECT count(*) FROM message WHERE conversation NOT IN (SELECT number FROM conversation)"));
    }

    private async Task<List<int>> DeleteAllAsync(double before, int limit = 1000)
    {
        var rounds = new List<int>();
        while (await Store.DeleteExpiredAsync(Now.AddSeconds(before), limit, CancellationToken.None) is var deleted and > 0)
            rounds.Add(deleted);
        return rounds;
    }
}

public sealed class SqliteTranscriptDeletionTests() : TranscriptDeletionTests(new SqliteTestStore());

public sealed class PostgresTranscriptDeletionTests() : TranscriptDeletionTests(new PostgresTestStore());
