using Gateway.Core;
using Gateway.Media.Calls;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

/// <summary>What the calls tell for the record: legs, starts, stops, and when a conversation is complete (INF-36).</summary>
public sealed class ConversationRecordTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly CallTableHarness _table = new();

    private DateTimeOffset Now => _table.Time.GetUtcNow();

    private IReadOnlyList<ConversationEvent> Record => _table.Record.Events;

    public void Dispose() => _table.Dispose();

    [Fact]
    public async Task Of_a_call_that_is_never_started_nothing_is_recorded()
    {
        var first = _table.Open();
        new MediaFeed(first, _table.Time).Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        await _table.StopAsync();
        var second = _table.Open();
        await _table.Calls.CloseAsync(second, StreamEnding.Stopped);
        await _table.StopAsync();
        await _table.Calls.CloseAsync(first, StreamEnding.Closed);

        Assert.Empty(Record);
    }

    [Fact]
    public async Task A_start_that_finds_no_media_leaves_no_record()
    {
        var start = _table.StartAsync();
        _table.Time.Advance(new CallOptions().StartGrace);

        Assert.Equal(GateRefusal.NoSuchCall, (await start).Refusal);
        Assert.Empty(Record);
    }

    [Fact]
    public async Task A_call_is_recorded_from_its_leg_to_its_completion()
    {
        var opened = Now;
        var stream = _table.Open();
        _table.Time.Advance(Minute);
        var started = Now;
        var report = (await _table.StartAsync()).Report!;
        _table.Time.Advance(Minute);
        var stopped = Now;
        await _table.StopAsync();
        _table.Time.Advance(Minute);
        await _table.Calls.CloseAsync(stream, StreamEnding.Stopped);

        Assert.Equal(
            [
                new MediaStarted(CallTableHarness.Sid, opened, stream.Sid),
                new TranscriptionStarted(CallTableHarness.Sid, started, CallTableHarness.Settings, report.Customer!.Stream, report.Agent!.Stream),
                new TranscriptionEnded(CallTableHarness.Sid, stopped, TranscriptionEnding.Requested),
                new MediaEnded(CallTableHarness.Sid, Now, stream.Sid, StreamEnding.Stopped, Completes: true),
            ],
            Record);
    }

    [Fact]
    public async Task A_participant_without_a_track_has_no_stream_on_the_record()
    {
        _table.Open(Track.Outbound);
        await _table.StartAsync();

        var started = Assert.Single(Record.OfType<TranscriptionStarted>());
        Assert.Null(started.Customer);
        Assert.NotNull(started.Agent);
    }

    [Fact]
    public async Task Requests_that_are_refused_leave_no_trace()
    {
        _table.Open();
        await _table.StopAsync();
        await _table.StartAsync();
        await _table.StartAsync();
        await _table.StopAsync();
        await _table.StopAsync();

        Assert.Equal(["MediaStarted", "TranscriptionStarted", "TranscriptionEnded"], Kinds());
    }

    [Fact]
    public async Task A_pause_is_on_the_record_and_the_leg_is_told_once()
    {
        var stream = _table.Open();
        await _table.StartAsync();
        await _table.StopAsync();
        await _table.StartAsync();
        await _table.StopAsync();
        await _table.Calls.CloseAsync(stream, StreamEnding.Stopped);

        Assert.Equal(["MediaStarted", "TranscriptionStarted", "TranscriptionEnded", "TranscriptionStarted", "TranscriptionEnded", "MediaEnded"], Kinds());
    }

    [Theory]
    [InlineData(StreamEnding.Lost)]
    [InlineData(StreamEnding.Idle)]
    [InlineData(StreamEnding.Shutdown)]
    public async Task Media_that_ends_while_it_is_transcribed_ends_both_and_completes_the_conversation(StreamEnding ending)
    {
        var stream = _table.Open();
        await _table.StartAsync();
        await _table.Calls.CloseAsync(stream, ending);

        Assert.Equal(["MediaStarted", "TranscriptionStarted", "TranscriptionEnded", "MediaEnded"], Kinds());
        Assert.Equal(TranscriptionEnding.MediaEnded, Assert.IsType<TranscriptionEnded>(Record[2]).Ending);
        var ended = Assert.IsType<MediaEnded>(Record[3]);
        Assert.Equal((ending, true), (ended.Ending, ended.Completes));
    }

    [Fact]
    public async Task Only_the_end_of_the_stream_that_feeds_the_call_completes_it()
    {
        var older = _table.Open();
        await _table.StartAsync();
        _table.Time.Advance(Minute);
        var newer = _table.Open();

        Assert.Equal(["MediaStarted", "TranscriptionStarted", "TranscriptionEnded", "MediaStarted"], Kinds());
        Assert.Equal(TranscriptionEnding.MediaReplaced, Assert.IsType<TranscriptionEnded>(Record[2]).Ending);
        Assert.Equal(new MediaStarted(CallTableHarness.Sid, Now, newer.Sid), Record[3]);

        await _table.Calls.CloseAsync(older, StreamEnding.Closed);
        Assert.Equal(new MediaEnded(CallTableHarness.Sid, Now, older.Sid, StreamEnding.Closed, Completes: false), Record[4]);
        await _table.Calls.CloseAsync(newer, StreamEnding.Stopped);
        Assert.Equal(new MediaEnded(CallTableHarness.Sid, Now, newer.Sid, StreamEnding.Stopped, Completes: true), Record[5]);
    }

    [Fact]
    public async Task When_the_newer_stream_ends_first_the_call_is_complete_and_the_older_one_changes_nothing()
    {
        var older = _table.Open();
        await _table.StartAsync();
        var newer = _table.Open();
        await _table.Calls.CloseAsync(newer, StreamEnding.Closed);
        await _table.Calls.CloseAsync(older, StreamEnding.Stopped);

        Assert.Equal([(newer.Sid, true), (older.Sid, false)], Record.OfType<MediaEnded>().Select(ended => (ended.Leg, ended.Completes)));
    }

    [Fact]
    public async Task A_stream_that_was_replaced_before_the_first_start_is_not_on_the_record()
    {
        var unknown = _table.Open();
        var known = _table.Open();
        await _table.StartAsync();
        await _table.Calls.CloseAsync(unknown, StreamEnding.Stopped);
        await _table.Calls.CloseAsync(known, StreamEnding.Stopped);

        Assert.Equal([known.Sid], Record.OfType<MediaStarted>().Select(started => started.Leg));
        Assert.Equal([(known.Sid, true)], Record.OfType<MediaEnded>().Select(ended => (ended.Leg, ended.Completes)));
    }

    [Fact]
    public async Task A_new_leg_goes_on_with_a_conversation_that_was_complete()
    {
        await _table.Calls.CloseAsync(await StartedAsync(), StreamEnding.Stopped);
        _table.Time.Advance(Minute);
        var second = _table.Open();
        await _table.StartAsync();
        await _table.Calls.CloseAsync(second, StreamEnding.Stopped);

        Assert.Equal(
            ["MediaStarted", "TranscriptionStarted", "TranscriptionEnded", "MediaEnded", "MediaStarted", "TranscriptionStarted", "TranscriptionEnded", "MediaEnded"],
            Kinds());
    }

    [Fact]
    public async Task A_transcription_that_lasts_too_long_is_ended_and_the_conversation_goes_on()
    {
        using var table = new CallTableHarness(new CallOptions { MaxSpan = TimeSpan.FromHours(1), MediaIdle = TimeSpan.FromHours(2) });
        table.Open();
        await table.StartAsync();
        table.Time.Advance(TimeSpan.FromHours(1));
        table.Calls.Sweep();

        Assert.Equal(["MediaStarted", "TranscriptionStarted", "TranscriptionEnded"], table.Record.Events.Select(each => each.GetType().Name));
        Assert.Equal(TranscriptionEnding.TooLong, Assert.IsType<TranscriptionEnded>(table.Record.Events[^1]).Ending);
        table.Calls.Sweep();
        Assert.Equal(3, table.Record.Events.Count);
    }

    [Fact]
    public async Task Nothing_on_the_record_tells_what_was_said()
    {
        var stream = _table.Open();
        await _table.StartAsync();
        new MediaFeed(stream, _table.Time).Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        await _table.Calls.CloseAsync(stream, StreamEnding.Stopped);
        await Eventually.HoldsAsync(() => _table.Delivered.Utterances.Count == 1);

        var said = _table.Delivered.Utterances[0].Text;
        Assert.NotEmpty(said);
        Assert.All(Record, happened => Assert.DoesNotContain(said, happened.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    private async Task<CallStream> StartedAsync()
    {
        var stream = _table.Open();
        await _table.StartAsync();
        return stream;
    }

    private IEnumerable<string> Kinds() => Record.Select(happened => happened.GetType().Name);
}
