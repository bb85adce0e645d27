using Gateway.Core;
using Gateway.Tests.Support;

namespace Gateway.Tests.Conformance;

/// <summary>Which conversations a node finds that have ended lately, and what is on record of one that was interrupted.</summary>
public abstract class ConversationEndingTests : StoreSuite
{
    private protected ConversationEndingTests(TestStore place)
        : base(place)
    {
    }

    [Fact]
    public async Task The_latest_conversations_of_a_node_are_found_those_that_a_crash_left_open_included()
    {
        var other = await OpenAsync("node-2");
        await WriteAsync(Started(1, 0), Ended(1, 10), Started(2, 0), Ended(2, 30), Started(3, 0), Ended(3, 20), Started(4, 5));
        await other.WriteAsync([Started(5, 0), Ended(5, 25)], Now, CancellationToken.None);
        Assert.Equal([Name(2), Name(3)], await FoundAsync(since: 20));

        await Store.CompleteAbandonedAsync(Now.AddSeconds(40), CancellationToken.None);

        Assert.Equal([Name(4), Name(2), Name(3), Name(1)], await FoundAsync(since: 10));
        Assert.Equal([Name(4), Name(2)], await FoundAsync(since: 10, limit: 2));
        Assert.Empty(await FoundAsync(since: 41));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_gap_is_on_record_as_it_was(bool recovered)
    {
        var gap = new TranscriptionGap(Call(1), Now.AddSeconds(9), Now.AddSeconds(3), StreamEnding.Lost, recovered);
        await WriteAsync(Started(1, 0), Event(gap));

        Assert.Equal(gap, (await EventsAsync(1))[1]);
    }

    private Task<IReadOnlyList<string>> FoundAsync(double since, int limit = 100) => Store.CompletedSinceAsync(Now.AddSeconds(since), limit, CancellationToken.None);
}

public sealed class SqliteConversationEndingTests() : ConversationEndingTests(new SqliteTestStore());

public sealed class PostgresConversationEndingTests() : ConversationEndingTests(new PostgresTestStore());
