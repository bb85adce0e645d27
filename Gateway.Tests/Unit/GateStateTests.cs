using Gateway.Core;
using Gateway.Media.Calls;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

/// <summary>Every cell of the state table of api.md 3.5 that exists for Twilio.</summary>
public sealed class GateStateTests : IDisposable
{
    private static readonly TimeSpan Grace = new CallOptions().StartGrace;

    private readonly CallTableHarness _table = new();

    public void Dispose() => _table.Dispose();

    [Fact]
    public async Task NoMedia_start_is_refused_after_the_grace_period()
    {
        var start = _table.StartAsync();
        Assert.False(start.IsCompleted);
        _table.Time.Advance(Grace);

        Assert.Equal(GateRefusal.NoSuchCall, (await start).Refusal);
    }

    [Fact]
    public async Task NoMedia_start_succeeds_when_media_comes_within_the_grace_period()
    {
        var start = _table.StartAsync();
        _table.Time.Advance(Grace - TimeSpan.FromMilliseconds(1));
        _table.Open();

        Assert.NotNull((await start).Report);
    }

    [Fact]
    public async Task NoMedia_stop_is_refused() => Assert.Equal(GateRefusal.NoSuchCall, (await _table.StopAsync()).Refusal);

    [Fact]
    public async Task NoMedia_a_second_request_is_pending_while_the_first_waits_for_media()
    {
        var first = _table.StartAsync();

        Assert.Equal(GateRefusal.RequestPending, (await _table.StartAsync()).Refusal);
        Assert.Equal(GateRefusal.RequestPending, (await _table.StopAsync()).Refusal);
        _table.Open();
        Assert.NotNull((await first).Report);
    }

    [Fact]
    public async Task Idle_start_opens_the_gate()
    {
        _table.Open();

        var report = (await _table.StartAsync()).Report!;
        Assert.NotNull(report.Customer);
        Assert.NotNull(report.Agent);
        Assert.NotEqual(report.Customer.Stream, report.Agent.Stream);
    }

    [Fact]
    public async Task Idle_stop_is_already_done()
    {
        _table.Open();

        Assert.Equal(GateRefusal.AlreadyDone, (await _table.StopAsync()).Refusal);
    }

    [Fact]
    public async Task Active_start_is_already_done()
    {
        _table.Open();
        await _table.StartAsync();

        Assert.Equal(GateRefusal.AlreadyDone, (await _table.StartAsync()).Refusal);
    }

    [Fact]
    public async Task Active_stop_answers_with_the_stream_ids_of_the_start()
    {
        _table.Open();
        var started = (await _table.StartAsync()).Report!;
        var stopped = (await _table.StopAsync()).Report!;

        Assert.Equal(started.Customer!.Stream, stopped.Customer!.Stream);
        Assert.Equal(started.Agent!.Stream, stopped.Agent!.Stream);
    }

    [Fact]
    public async Task Active_stop_that_drains_makes_other_requests_wait_their_turn()
    {
        _table.Recognizer.Capacity = new TaskCompletionSource();
        var feed = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        var stop = _table.StopAsync();

        Assert.Equal(GateRefusal.RequestPending, (await _table.StartAsync()).Refusal);
        Assert.Equal(GateRefusal.RequestPending, (await _table.StopAsync()).Refusal);
        _table.Recognizer.Capacity.SetResult();
        Assert.Equal(1, (await stop).Report!.Customer!.Transcripts);
    }

    [Fact]
    public async Task Active_stop_answers_after_five_seconds_even_when_recognition_hangs_and_delivers_later()
    {
        _table.Recognizer.Capacity = new TaskCompletionSource();
        var feed = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        var stop = _table.StopAsync();
        _table.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(0, (await stop).Report!.Customer!.Transcripts);
        _table.Recognizer.Capacity.SetResult();
        await Eventually.HoldsAsync(() => _table.Delivered.Utterances.Count == 1);
    }

    [Fact]
    public async Task A_resumed_call_gets_new_stream_ids_and_counts_from_zero()
    {
        var feed = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        feed.Play(Track.Inbound, Sound.Silence(TimeSpan.FromSeconds(2)));
        var first = (await _table.StopAsync()).Report!.Customer!;
        await _table.StartAsync();
        feed.Play(Track.Inbound, Sound.Silence(TimeSpan.FromSeconds(1)));
        var second = (await _table.StopAsync()).Report!.Customer!;

        Assert.NotEqual(first.Stream, second.Stream);
        Assert.Equal((2000, 1000), (first.AudioDurationMs, second.AudioDurationMs));
    }

    [Fact]
    public async Task Idle_media_end_makes_the_call_ended()
    {
        await _table.Calls.CloseAsync(_table.Open(), StreamEnding.Stopped);

        await AssertEndedAsync();
    }

    [Fact]
    public async Task Active_media_end_delivers_the_last_words_and_makes_the_call_ended()
    {
        var stream = _table.Open();
        await _table.StartAsync();
        new MediaFeed(stream, _table.Time).Play(Track.Outbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        await _table.Calls.CloseAsync(stream, StreamEnding.Lost);

        Assert.Equal(Participant.Agent, Assert.Single(_table.Delivered.Utterances).Participant);
        await AssertEndedAsync();
    }

    [Fact]
    public async Task Ended_stop_is_already_done_for_ten_minutes_and_then_there_is_no_such_call()
    {
        await _table.Calls.CloseAsync(_table.Open(), StreamEnding.Closed);

        _table.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        _table.Calls.Sweep();
        Assert.Equal(GateRefusal.AlreadyDone, (await _table.StopAsync()).Refusal);
        _table.Time.Advance(TimeSpan.FromSeconds(1));
        _table.Calls.Sweep();
        Assert.Equal(GateRefusal.NoSuchCall, (await _table.StopAsync()).Refusal);
    }

    [Fact]
    public async Task Ended_new_media_makes_the_call_idle_again()
    {
        await _table.Calls.CloseAsync(_table.Open(), StreamEnding.Closed);
        _table.Open();

        Assert.Equal(GateRefusal.AlreadyDone, (await _table.StopAsync()).Refusal);
        Assert.NotNull((await _table.StartAsync()).Report);
    }

    [Fact]
    public async Task Active_new_media_ends_the_transcription_and_needs_a_new_start()
    {
        var older = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        older.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        _table.Open();

        Assert.Equal(GateRefusal.AlreadyDone, (await _table.StopAsync()).Refusal);
        await Eventually.HoldsAsync(() => _table.Delivered.Utterances.Count == 1);
        Assert.NotNull((await _table.StartAsync()).Report);
    }

    [Fact]
    public async Task The_older_of_two_streams_is_read_and_never_transcribed()
    {
        var older = new MediaFeed(_table.Open(), _table.Time);
        _table.Open();
        await _table.StartAsync();
        older.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));

        Assert.Equal(0, (await _table.StopAsync()).Report!.Customer!.TotalAudioBytes);
        Assert.Empty(_table.Recognizer.Recordings);
    }

    [Fact]
    public async Task The_end_of_an_older_stream_changes_nothing()
    {
        var older = _table.Open();
        _table.Open();
        await _table.StartAsync();
        await _table.Calls.CloseAsync(older, StreamEnding.Lost);

        Assert.NotNull((await _table.StopAsync()).Report);
    }

    [Fact]
    public async Task The_end_of_the_newest_stream_is_media_loss_even_while_an_older_one_lives()
    {
        _table.Open();
        var newest = _table.Open();
        await _table.StartAsync();
        await _table.Calls.CloseAsync(newest, StreamEnding.Lost);

        await AssertEndedAsync();
    }

    [Fact]
    public async Task A_stream_with_one_track_starts_only_that_participant()
    {
        _table.Open(Track.Inbound);

        var report = (await _table.StartAsync()).Report!;
        Assert.NotNull(report.Customer);
        Assert.Null(report.Agent);
    }

    [Fact]
    public async Task A_silent_stream_is_given_up_after_the_idle_limit()
    {
        var stream = _table.Open();
        _table.Time.Advance(new CallOptions().MediaIdle - TimeSpan.FromSeconds(1));
        _table.Calls.Sweep();
        Assert.False(stream.Aborted.IsCancellationRequested);
        _table.Time.Advance(TimeSpan.FromSeconds(1));
        _table.Calls.Sweep();

        Assert.True(stream.Aborted.IsCancellationRequested);
        await _table.Calls.CloseAsync(stream, StreamEnding.Idle);
    }

    [Fact]
    public async Task A_span_that_lasts_too_long_ends_and_can_be_started_again()
    {
        var stream = _table.Open();
        await _table.StartAsync();
        for (var passed = TimeSpan.Zero; passed < new CallOptions().MaxSpan; passed += TimeSpan.FromSeconds(30))
        {
            Assert.Equal(GateRefusal.AlreadyDone, (await _table.StartAsync()).Refusal);
            new MediaFeed(stream, _table.Time).Frame(Track.Inbound, [0xFF]);
            _table.Time.Advance(TimeSpan.FromSeconds(30));
            _table.Calls.Sweep();
        }

        Assert.Equal(GateRefusal.AlreadyDone, (await _table.StopAsync()).Refusal);
        Assert.NotNull((await _table.StartAsync()).Report);
    }

    [Fact]
    public async Task Summaries_obey_sixteen_bytes_per_millisecond()
    {
        var feed = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            feed.Frame(Track.Inbound, new byte[152]);
            feed.Pass(TimeSpan.FromMilliseconds(19));
        }

        var customer = (await _table.StopAsync()).Report!.Customer!;
        Assert.Equal((15200L, 950L, 1L), (customer.TotalAudioBytes, customer.AudioDurationMs, customer.StreamingSeconds));
    }

    private async Task AssertEndedAsync()
    {
        Assert.Equal(GateRefusal.AlreadyDone, (await _table.StopAsync()).Refusal);
        var start = _table.StartAsync();
        _table.Time.Advance(Grace);
        Assert.Equal(GateRefusal.NoSuchCall, (await start).Refusal);
    }
}
