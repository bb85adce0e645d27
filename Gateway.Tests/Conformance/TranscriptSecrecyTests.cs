using System.Text;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Transcripts;

namespace Gateway.Tests.Conformance;

/// <summary>Encryption, of whatever keeps transcripts.</summary>
public abstract class TranscriptSecrecyTests : StoreSuite
{
    private const string Said = "my mother's maiden name is Wagenknecht";
    private const string Caller = "caller-0049301234567";

    private protected TranscriptSecrecyTests(TestStore place)
        : base(place)
    {
    }

    private static Utterance Confidence => Message(1).Utterance with { Text = Said, UnredactedText = Said, ParticipantId = Caller, Words = [new Word(Said, default, default)] };

    [Fact]
    public async Task Without_keys_it_stands_there_as_it_is()
    {
        await WriteAsync(new MessageEntry(Confidence));

        Assert.True(await StandsThereAsync("maiden name"));
        Assert.True(await StandsThereAsync(Caller));
    }

    [Fact]
    public async Task With_keys_nothing_of_what_was_said_or_by_whom_stands_there()
    {
        var store = await OpenAsync(seal: SealOf("a"));
        await store.WriteAsync(
            [new MessageEntry(Confidence), Started(1, 0, new TranscriptionSettings { CustomerId = Caller, AgentId = Caller }), Lost(1, detail: Said)], Now, CancellationToken.None);

        Assert.True(await StandsThereAsync(Name(1)));
        foreach (var secret in new[] { "maiden", "Wagenknecht", Caller, "0049301234567", "customerId", "\"text\"" })
            Assert.False(await StandsThereAsync(secret), secret);
        Assert.Equal(Said, Assert.Single(await MessagesAsync(store, 1)).Utterance.Text);
        Assert.Equal(Said, Assert.Single(await store.LatestLossesAsync(1, CancellationToken.None)).Detail);
    }

    [Fact]
    public async Task The_same_text_is_never_sealed_to_the_same_bytes()
    {
        var store = await OpenAsync(seal: SealOf("a"));
        await store.WriteAsync([new MessageEntry(Confidence), new MessageEntry(Confidence)], Now, CancellationToken.None);

        Assert.Equal(2L, await Place.ScalarAsync("SELECT count(DISTINCT content) FROM message"));
    }

    [Fact]
    public async Task After_a_change_of_keys_the_old_is_readable_and_the_new_has_the_new_key()
    {
        await WriteAsync(Message(1, 0, "plain"));
        await (await OpenAsync(seal: SealOf("a"))).WriteAsync([Message(1, 1, "old"), Lost(1, 0, "old")], Now, CancellationToken.None);
        var store = await OpenAsync(seal: SealOf("ab"));
        await store.WriteAsync([Message(1, 2, "new"), Lost(1, 1, "new")], Now, CancellationToken.None);

        Assert.Equal(["plain", "old", "new"], (await MessagesAsync(store, 1)).Select(message => message.Utterance.Text));
        Assert.Equal(["old", "new"], (await store.LatestLossesAsync(2, CancellationToken.None)).Select(loss => loss.Detail));
        Assert.Equal(["old", "new"], (await store.EventsOfAsync(Name(1), CancellationToken.None)).Cast<Loss>().Select(loss => loss.Detail));
        Assert.Equal(1L, await Place.ScalarAsync("SELECT count(*) FROM message WHERE key_id = 'a'"));
        Assert.Equal(1L, await Place.ScalarAsync("SELECT count(*) FROM message WHERE key_id = 'b'"));
    }

    [Fact]
    public async Task Without_its_key_content_is_unreadable_and_the_message_names_the_key()
    {
        await (await OpenAsync(seal: SealOf("a"))).WriteAsync([Message(1, 0), Lost(1)], Now, CancellationToken.None);
        await (await OpenAsync(seal: SealOf("ab"))).WriteAsync([Message(2, 1)], Now, CancellationToken.None);
        var store = await OpenAsync(seal: SealOf("b"));

        Assert.Single(await MessagesAsync(store, 2));
        foreach (var read in new Func<Task>[]
        {
            () => MessagesAsync(store, 1),
            () => store.EventsOfAsync(Name(1), CancellationToken.None),
            () => store.LatestLossesAsync(1, CancellationToken.None),
            async () => await store.SpokenAsync(Range(0, 5), Now, CancellationToken.None).ToListAsync(),
        })
        {
            var unreadable = await Assert.ThrowsAsync<UnreadableContentException>(read);
            Assert.Contains("'a'", unreadable.Message, StringComparison.Ordinal);
            Assert.Contains("Gateway:Transcripts:KeyFile", unreadable.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_comes_before_the_unreadable_is_read()
    {
        var store = await OpenAsync(seal: SealOf("a"));
        await store.WriteAsync([Message(1, 0, "first"), Message(1, 1), Message(1, 2)], Now, CancellationToken.None);
        await Place.ExecuteAsync("UPDATE message SET key_id = 'gone' WHERE spoken_at = (SELECT max(spoken_at) FROM message)");

        var read = new List<string>();
        await Assert.ThrowsAsync<UnreadableContentException>(async () =>
        {
            await foreach (var message in store.MessagesOfAsync(Name(1), 10, CancellationToken.None))
                read.Add(message.Utterance.Text);
        });

        Assert.Equal(["first", "hello"], read);
    }

    [Theory]
    [InlineData("a wrong key under the right name")]
    [InlineData("a key of another name")]
    [InlineData("no keys")]
    public async Task A_store_that_does_not_open_with_the_keys_given_is_refused(string keys)
    {
        await (await OpenAsync(seal: SealOf("a"))).WriteAsync([Message(1)], Now, CancellationToken.None);
        if (keys.StartsWith("a wrong", StringComparison.Ordinal))
            await Place.ExecuteAsync("UPDATE message SET key_id = 'b'");

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => OpenAsync(seal: keys == "no keys" ? Plain : SealOf("b")));

        Assert.Contains("key file", refused.Message.Replace("KeyFile", "key file", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_changed_bit_is_seen()
    {
        var store = await OpenAsync(seal: SealOf("a"));
        var entry = new MessageEntry(Confidence);
        await store.WriteAsync([entry], Now, CancellationToken.None);
        var content = (byte[])(await Place.ScalarAsync("SELECT content FROM message"))!;

        // One of the nonce, one of the tag, one of the text; and some missing.
        foreach (var damaged in new[] { Flip(content, 0), Flip(content, 15), Flip(content, content.Length - 1), content[..^1], content[..20], [] })
        {
            await Place.ExecuteAsync("UPDATE message SET content = @content", ("@content", damaged));
            var unreadable = await Assert.ThrowsAsync<UnreadableContentException>(() => MessagesAsync(store, 1));
            Assert.Contains(entry.Id.ToString(), unreadable.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Content_put_into_another_row_is_seen()
    {
        var store = await OpenAsync(seal: SealOf("a"));
        var (mine, yours) = (Message(1, 0, "mine"), Message(2, 0, "yours"));
        await store.WriteAsync([mine, yours], Now, CancellationToken.None);

        await Place.ExecuteAsync(
            "UPDATE message SET content = (SELECT content FROM message WHERE id = @yours) WHERE id = @mine", ("@yours", yours.Id.ToString()), ("@mine", mine.Id.ToString()));

        await Assert.ThrowsAsync<UnreadableContentException>(() => MessagesAsync(store, 1));
        Assert.Equal("yours", Assert.Single(await MessagesAsync(store, 2)).Utterance.Text);
    }

    [Fact]
    public async Task Content_that_was_declared_plain_is_seen()
    {
        var store = await OpenAsync(seal: SealOf("a"));
        await store.WriteAsync([Message(1)], Now, CancellationToken.None);
        await Place.ExecuteAsync("UPDATE message SET key_id = NULL");

        await Assert.ThrowsAsync<UnreadableContentException>(() => MessagesAsync(store, 1));
    }

    private static byte[] Flip(byte[] content, int at)
    {
        var changed = (byte[])content.Clone();
        changed[at] ^= 1;
        return changed;
    }

    private async Task<bool> StandsThereAsync(string text)
    {
        var sought = Encoding.UTF8.GetBytes(text);
        return (await Place.FilesAsync()).Any(file => file.AsSpan().IndexOf(sought) >= 0);
    }
}

public sealed class SqliteTranscriptSecrecyTests() : TranscriptSecrecyTests(new SqliteTestStore());

public sealed class PostgresTranscriptSecrecyTests() : TranscriptSecrecyTests(new PostgresTestStore());
