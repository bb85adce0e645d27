using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;

namespace Gateway.Tests.Conformance;

/// <summary>Writing and reading, of whatever keeps transcripts.</summary>
public abstract class TranscriptStoreTests : StoreSuite
{
    private protected TranscriptStoreTests(TestStore place)
        : base(place)
    {
    }

    public static TheoryData<string> OddTexts => new(
        "a", " ", "\t\r\n", "it's \"quoted\" \\ and -- commented; DROP TABLE message;", "a\0b\0", "\0", "Grüße, 東京, العربية, ไทย", "👩‍👩‍👧‍👦 🏳️‍🌈", "e\u0301\u200b\u2028\ufeff\ufffd\uffff",
        "{\"text\":null}", "\u0001\u001f\u007f\u0085", new string('x', 100_000));

    public static TheoryData<string> HostileNames => new(
        "", " ", "'", "' OR '1'='1", "'; DROP TABLE conversation; --", "$1", "%", "_", "\\", "../../../etc/passwd", "/dev/null", "\0", "CA0000\0", Name(1) + "\0", Name(1) + " ",
        Name(1).ToLowerInvariant(), "\ud800", "\udc00x", "👩‍👩‍👧‍👦", "\ufffd", new string('A', 10_240), new string('é', 10_240));

    [Theory]
    [MemberData(nameof(OddTexts))]
    public async Task What_was_said_reads_back_as_it_was_written(string text)
    {
        var written = Message(1).Utterance with
        {
            Participant = Participant.Agent,
            ParticipantId = text,
            Start = TimeSpan.Zero,
            End = TimeSpan.FromHours(23),
            Text = text,
            UnredactedText = text,
            Words = [new Word(text, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), text), new Word(text, TimeSpan.Zero, TimeSpan.FromHours(23))],
        };

        await WriteAtAsync(5, new MessageEntry(written));

        var read = Assert.Single(await MessagesAsync(1));
        AssertSame(written, read.Utterance);
        Assert.Equal(Now.AddSeconds(5), read.CreatedAt);
        Assert.Equal((await FindAsync(1)).Id, read.Conversation);
    }

    [Fact]
    public async Task What_is_not_there_reads_back_as_not_there()
    {
        var written = Message(1).Utterance with { ParticipantId = "", UnredactedText = null, Words = null };
        var empty = Message(1, 1).Utterance with { UnredactedText = "", Words = [] };

        await WriteAsync(new MessageEntry(written), new MessageEntry(empty));

        var read = await MessagesAsync(1);
        AssertSame(written, read[0].Utterance);
        AssertSame(empty, read[1].Utterance);
    }

    [Fact]
    public async Task Half_a_character_reads_back_as_the_sign_for_an_unknown_one()
    {
        await WriteAsync(Message(1, text: "a\ud83dz"), Message(1, 1));

        Assert.Equal(["a\ufffdz", "hello"], (await MessagesAsync(1)).Select(message => message.Utterance.Text));
    }

    [Fact]
    public async Task Every_kind_of_event_reads_back_as_it_was_written()
    {
        var at = Now;
        ConversationEvent[] happened =
        [
            new MediaStarted(Call(1), at, StreamSid.Parse("MZ" + Digits(1))),
            .. Enum.GetValues<RedactionOutput>().SelectMany(redaction => Enum.GetValues<Participant>().Select(inbound => new TranscriptionStarted(
                Call(1), at.AddSeconds(1),
                new TranscriptionSettings
                {
                    CustomerId = "c\0'👩", AgentId = "", Language = "de-DE", DetailedToken = inbound == Participant.Agent, Redaction = redaction, TrackMap = new TrackMap(inbound),
                },
                inbound == Participant.Agent ? null : new StreamId(Guid.NewGuid()), new StreamId(Guid.NewGuid())))),
            .. Enum.GetValues<TranscriptionEnding>().Select(ending => new TranscriptionEnded(Call(1), at.AddSeconds(2), ending)),
            .. Enum.GetValues<LossReason>().Select(reason => new Loss(Call(1), at.AddSeconds(3), Ids.Next(), new StreamId(Guid.NewGuid()), reason, 500 + (int)reason, new string('d', 2048))),
            new Loss(Call(1), at.AddSeconds(4), Ids.Next(), new StreamId(Guid.NewGuid()), LossReason.NotStored),
            .. Enum.GetValues<StreamEnding>().Select(ending => new MediaEnded(Call(1), at.AddSeconds(5), StreamSid.Parse("!~"), ending, ending == StreamEnding.Lost)),
        ];

        await WriteAsync([.. happened.Select(Event)]);

        Assert.Equal(happened, await EventsAsync(1));
    }

    [Fact]
    public async Task Times_are_kept_in_UTC_and_to_the_millisecond()
    {
        var time = new DateTimeOffset(2026, 3, 1, 11, 0, 0, 7, TimeSpan.FromHours(2));
        var odd = time.AddTicks(9_999);

        await Store.WriteAsync([new MessageEntry(Message(1).Utterance with { SpokenAt = odd }), Event(new MediaStarted(Call(1), odd, StreamSid.Parse("MZ1")))], odd, CancellationToken.None);

        var message = Assert.Single(await MessagesAsync(1));
        var conversation = await FindAsync(1);
        foreach (var read in new[] { message.CreatedAt, message.Utterance.SpokenAt, conversation.StartedAt, (await EventsAsync(1))[0].At })
        {
            Assert.Equal(time, read);
            Assert.Equal(TimeSpan.Zero, read.Offset);
        }
    }

    [Fact]
    public async Task Messages_come_as_they_were_spoken_then_created_then_named()
    {
        MessageEntry[] entries = [Message(1, 2), Message(1, 1), Message(1, 1), Message(1, 1), Message(1, 0)];
        await WriteAtAsync(2, entries[2], entries[1]);
        await WriteAtAsync(3, entries[0], entries[4]);
        await WriteAtAsync(1, entries[3]);
        Ulid[] expected = [entries[4].Id, entries[3].Id, entries[1].Id, entries[2].Id, entries[0].Id];

        Assert.Equal(expected, (await MessagesAsync(1)).Select(message => message.Utterance.Id));
        Assert.Equal(expected, (await SpokenAsync(0, 3, 3)).Select(message => message.Utterance.Id));
        Assert.Equal(expected[..2], (await MessagesAsync(1, 2)).Select(message => message.Utterance.Id));
        Assert.Equal(expected, (await MessagesAsync(1, 5)).Select(message => message.Utterance.Id));
        Assert.Empty(await MessagesAsync(1, 0));
    }

    [Fact]
    public async Task Thousands_of_messages_of_one_moment_come_once_each()
    {
        var entries = Enumerable.Range(0, 2_500).Select(i => Message(i % 2, i / 1_250)).ToArray();
        foreach (var batch in entries.Chunk(500))
            await WriteAsync(batch);

        Assert.Equal(entries.Select(entry => entry.Id), (await SpokenAsync(0, 2)).Select(message => message.Utterance.Id));
        Assert.Equal(1_250, (await MessagesAsync(1)).Count);
        Assert.Equal(1_001, (await MessagesAsync(0, 1_001)).Count);
        Assert.Equal(1_000, (await MessagesAsync(0, 1_000)).Count);
    }

    [Fact]
    public async Task Who_stops_reading_early_leaves_nothing_behind()
    {
        await WriteAsync([.. Enumerable.Range(0, 600).Select(i => Message(1, i))]);

        for (var i = 0; i < 200; i++)
        {
            await foreach (var message in Store.SpokenAsync(Range(0, 600), Now, CancellationToken.None))
            {
                Assert.Equal(Now, message.Utterance.SpokenAt);
                break;
            }
        }

        await WriteAsync(Message(1));
        Assert.Equal(601, (await MessagesAsync(1)).Count);
    }

    [Fact]
    public async Task Who_gives_up_reading_is_told_so()
    {
        await WriteAsync(Message(1), Message(1, 1));
        using var giveUp = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Store.MessagesOfAsync(Name(1), 10, giveUp.Token))
                await giveUp.CancelAsync();
        });
    }

    [Fact]
    public async Task Writing_the_same_again_changes_nothing()
    {
        StoreEntry[] entries = [Leg(1, 0), Started(1, 1), Message(1, 2), Lost(1, 3), Ended(1, 4)];
        await WriteAsync(entries);
        var (conversation, events, messages) = (await FindAsync(1), await EventsAsync(1), await MessagesAsync(1));

        // Each alone too: what has happened since must not be undone.
        foreach (var repetition in entries.Select(entry => new[] { entry }).Append(entries).Append([.. entries, .. entries]))
        {
            await WriteAtAsync(100, repetition);

            var again = await FindAsync(1);
            Assert.Equal(conversation, again);
            Assert.Equal(events, await EventsAsync(1));
            Assert.Equal(
                messages.Select(message => (message.CreatedAt, message.Utterance.Id)), (await MessagesAsync(1)).Select(message => (message.CreatedAt, message.Utterance.Id)));
        }
    }

    [Fact]
    public async Task The_same_twice_in_one_write_counts_once()
    {
        var (message, start) = (Message(1), Started(1, 0));

        await WriteAsync(message, start, Ended(1, 5), message, start);

        Assert.Single(await MessagesAsync(1));
        var conversation = await FindAsync(1);
        Assert.Equal(Now.AddSeconds(5), conversation.CompletedAt);
        Assert.Equal(2, (await EventsAsync(1)).Count);
    }

    [Fact]
    public async Task A_conversation_begins_with_whatever_is_written_of_it_first()
    {
        var message = Message(1, -5);

        await WriteAtAsync(7, message, Message(1));

        var conversation = await FindAsync(1);
        Assert.Equal(new Conversation(message.Id, Name(1), Now.AddSeconds(7), null, null), conversation);
        Assert.Empty(await EventsAsync(1));
    }

    [Fact]
    public async Task A_conversation_counts_from_its_last_start_over_all_its_legs()
    {
        await WriteAsync(Leg(1, 0, "MZ1"), Started(1, 1));
        await WriteAsync(Event(new TranscriptionEnded(Call(1), Now.AddSeconds(2), TranscriptionEnding.Requested)), Started(1, 3));
        await WriteAsync(Leg(1, 4, "MZ2"), Ended(1, 5, completes: false, leg: "MZ1"));

        var conversation = await FindAsync(1);
        Assert.Equal((Now.AddSeconds(3), null, null), (conversation.StartedAt, conversation.CompletedAt, conversation.Ending));
        Assert.Equal([0, 1, 2, 3, 4, 5], (await EventsAsync(1)).Select(happened => (happened.At - Now).TotalSeconds));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_completed_conversation_is_open_again_when_another_leg_comes_or_it_is_started(bool leg)
    {
        await WriteAsync(Leg(1, 0), Started(1, 1), Ended(1, 2, ending: StreamEnding.Lost));
        var completed = await FindAsync(1);

        await WriteAsync(leg ? Leg(1, 3) : Started(1, 3));
        var continued = await FindAsync(1);
        await WriteAsync(Ended(1, 4, ending: StreamEnding.Idle));
        var again = await FindAsync(1);

        Assert.Equal((Now.AddSeconds(2), StreamEnding.Lost), (completed.CompletedAt, completed.Ending));
        Assert.Equal((null, null, Now.AddSeconds(leg ? 1 : 3)), (continued.CompletedAt, continued.Ending, continued.StartedAt));
        Assert.Equal((Now.AddSeconds(4), StreamEnding.Idle), (again.CompletedAt, again.Ending));
        Assert.Equal(completed.Id, again.Id);
    }

    [Fact]
    public async Task What_happens_in_one_write_happens_in_its_order()
    {
        await WriteAsync(Started(1, 0), Ended(1, 1), Started(2, 0), Ended(2, 1), Leg(2, 2), Ended(3, 1), Message(3), Started(3, 2), Ended(3, 3, completes: false));

        Assert.Equal(Now.AddSeconds(1), (await FindAsync(1)).CompletedAt);
        Assert.Null((await FindAsync(2)).CompletedAt);
        Assert.Equal((Now.AddSeconds(2), null), ((await FindAsync(3)).StartedAt, (await FindAsync(3)).CompletedAt));
    }

    [Fact]
    public async Task What_a_node_left_open_is_completed_and_nothing_of_others()
    {
        var other = await OpenAsync("node-2");
        await WriteAsync(Started(1, 0), Started(2, 0), Ended(2, 1), Started(3, 0), Message(4));
        await other.WriteAsync([Started(5, 0), Leg(3, 1)], Now, CancellationToken.None);

        await Store.CompleteAbandonedAsync(Now.AddSeconds(9), CancellationToken.None);

        Assert.Equal((Now.AddSeconds(9), null), ((await FindAsync(1)).CompletedAt, (await FindAsync(1)).Ending));
        Assert.Equal((Now.AddSeconds(1), StreamEnding.Stopped), ((await FindAsync(2)).CompletedAt, (await FindAsync(2)).Ending));
        Assert.Null((await FindAsync(3)).CompletedAt);
        Assert.Equal(Now.AddSeconds(9), (await FindAsync(4)).CompletedAt);
        Assert.Null((await FindAsync(5)).CompletedAt);
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public async Task A_name_that_is_none_finds_nothing_and_breaks_nothing(string name)
    {
        await WriteAsync(Message(1));

        Assert.Null(await Store.FindAsync(name, CancellationToken.None));
        Assert.Empty(await Store.MessagesOfAsync(name, 10, CancellationToken.None).ToListAsync());
        Assert.Null(await Store.DeleteAsync(name, CancellationToken.None));

        Assert.Single(await MessagesAsync(1));
    }

    [Fact]
    public async Task A_span_of_time_begins_with_its_first_moment_and_ends_before_its_last()
    {
        await WriteAsync(Message(1, 9.75), Message(1, 10), Message(2, 19.75), Message(2, 20));

        Assert.Equal([10, 19.75], (await SpokenAsync(10, 20)).Select(message => (message.Utterance.SpokenAt - Now).TotalSeconds));
        Assert.Equal([Call(1), Call(2)], (await SpokenAsync(10, 20)).Select(message => message.Utterance.Conversation));
        Assert.Empty(await SpokenAsync(20.25, 30));
        Assert.Empty(await SpokenAsync(10, 10));
        Assert.Equal(4, (await Store.SpokenAsync(new TimeRange(DateTimeOffset.MinValue, DateTimeOffset.MaxValue), DateTimeOffset.MaxValue, CancellationToken.None).ToListAsync()).Count);
    }

    [Fact]
    public async Task What_was_created_later_is_left_out()
    {
        await WriteAtAsync(1, Message(1, 0));
        await WriteAtAsync(2, Message(1, 0.5));
        await WriteAtAsync(2.25, Message(1, 0.25));

        Assert.Equal([0, 0.5], (await SpokenAsync(0, 1, createdUntil: 2)).Select(message => (message.Utterance.SpokenAt - Now).TotalSeconds));
    }

    [Fact]
    public async Task An_extent_is_of_the_messages_of_its_span_alone()
    {
        await WriteAtAsync(50, Message(1, 12), Message(1, 9));
        await WriteAtAsync(40, Message(1, 11), Message(2, 20));
        await WriteAtAsync(60, Message(2, 25));

        Assert.Equal(new MessageExtent(Now.AddSeconds(11), Now.AddSeconds(50)), await Store.ExtentAsync(Range(10, 20), CancellationToken.None));
        Assert.Null(await Store.ExtentAsync(Range(0, 9), CancellationToken.None));
    }

    [Fact]
    public async Task Losses_are_those_of_this_node_the_latest_of_them_oldest_first()
    {
        var other = await OpenAsync("node-2");
        var losses = Enumerable.Range(0, 5).Select(i => Lost(i % 2, 10 - i)).ToArray();
        await WriteAsync([Started(1, 0), .. losses]);
        await other.WriteAsync([Lost(1)], Now, CancellationToken.None);

        Assert.Equal(losses.Select(loss => loss.Happened), await Store.LatestLossesAsync(10, CancellationToken.None));
        Assert.Equal(losses[3..].Select(loss => loss.Happened), await Store.LatestLossesAsync(2, CancellationToken.None));
        Assert.Single(await other.LatestLossesAsync(10, CancellationToken.None));
        Assert.Empty(await (await OpenAsync("node-3")).LatestLossesAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task One_at_a_time_may_publish()
    {
        var other = await OpenAsync("node-2");

        var first = await Store.TryLockPublicationAsync(CancellationToken.None);
        Assert.NotNull(first);
        Assert.Null(await Store.TryLockPublicationAsync(CancellationToken.None));
        Assert.Null(await other.TryLockPublicationAsync(CancellationToken.None));
        await WriteAsync(Message(1));
        await first.DisposeAsync();

        // At once, and not when the server comes to know of it.
        foreach (var store in Enumerable.Repeat(new[] { other, Store }, 50).SelectMany(pair => pair))
        {
            var next = await store.TryLockPublicationAsync(CancellationToken.None);
            Assert.NotNull(next);
            await next.DisposeAsync();
        }
    }

    [Fact]
    public async Task Readers_see_whole_writes_while_others_write()
    {
        const int Writes = 40, PerWrite = 7;
        var other = await OpenAsync("node-2");
        await WriteAsync(Message(1));
        var writers = new[] { Store, other }.Select(store => Task.Run(async () =>
        {
            for (var i = 0; i < Writes; i++)
                await store.WriteAsync([Started(1, i), .. Enumerable.Range(0, PerWrite).Select(k => Message(1, k))], Now, CancellationToken.None);
        })).ToList();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!writers.TrueForAll(writer => writer.IsCompleted))
            {
                Assert.Equal(1, (await MessagesAsync(1, 400)).Count % PerWrite);
                Assert.NotNull(await Store.ExtentAsync(Range(0, 10), CancellationToken.None));
                Assert.NotNull(await other.FindAsync(Name(1), CancellationToken.None));
            }
        }));

        await Task.WhenAll([.. writers, .. readers]);

        Assert.Equal(1 + (2 * Writes * PerWrite), (await MessagesAsync(1, int.MaxValue)).Count);
        Assert.Equal(2 * Writes, (await EventsAsync(1)).Count);
    }

    [Fact]
    public async Task What_was_written_is_there_for_who_opens_it_later()
    {
        await WriteAsync(Message(1), Ended(1, 5));

        var later = await OpenAsync();

        Assert.Single(await MessagesAsync(later, 1));
        Assert.Equal(Now.AddSeconds(5), (await later.FindAsync(Name(1), CancellationToken.None))!.CompletedAt);
    }
}

public sealed class SqliteTranscriptStoreTests() : TranscriptStoreTests(new SqliteTestStore());

public sealed class PostgresTranscriptStoreTests() : TranscriptStoreTests(new PostgresTestStore());
