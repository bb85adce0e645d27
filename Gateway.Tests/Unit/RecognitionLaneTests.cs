using Gateway.Core;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

public sealed class RecognitionLaneTests : IDisposable
{
    private readonly CallTableHarness _table = new();

    public void Dispose() => _table.Dispose();

    [Fact]
    public async Task Utterances_of_a_track_leave_in_the_order_in_which_they_were_said()
    {
        var feed = await StartedAsync();
        feed.Play(Track.Inbound, Repeated(8, Sentence(0.5)));
        await _table.StopAsync();

        var starts = _table.Delivered.Utterances.Select(utterance => utterance.Start).ToList();
        Assert.Equal(8, starts.Count);
        Assert.Equal(starts.Order(), starts);
    }

    [Fact]
    public async Task Recognition_runs_while_the_person_still_speaks()
    {
        var feed = await StartedAsync();
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(2)));

        await Eventually.HoldsAsync(() => _table.Recognizer.Recordings is [{ Samples.Count: > 12_000, Finished: false }]);
    }

    [Fact]
    public async Task A_recogniser_that_fails_costs_that_utterance_and_no_other()
    {
        var feed = await StartedAsync();
        _table.Recognizer.Failure = new InvalidOperationException("the engine has crashed");
        feed.Play(Track.Inbound, Sentence(1));
        await Eventually.HoldsAsync(() => _table.Recognizer.Recordings is [{ Disposed: true }]);
        _table.Recognizer.Failure = null;
        feed.Play(Track.Inbound, Sentence(1));
        var report = (await _table.StopAsync()).Report!;

        Assert.Equal(1, report.Customer!.Transcripts);
        Assert.All(_table.Recognizer.Recordings, recording => Assert.True(recording.Disposed));
    }

    [Fact]
    public async Task Overload_drops_whole_utterances_the_oldest_first_and_keeps_the_newest()
    {
        _table.Recognizer.Capacity = new TaskCompletionSource();
        var feed = await StartedAsync();
        // Twelve utterances of 4.65 s, lead-in and hang-over included, where 30 s of audio may wait.
        feed.Play(Track.Inbound, Repeated(12, Sentence(4)));
        _table.Recognizer.Capacity.SetResult();
        await _table.StopAsync();

        var starts = _table.Delivered.Utterances.Select(utterance => utterance.Start.TotalSeconds).ToList();
        Assert.InRange(starts.Count, 5, 8);
        // The first was already waiting for its place in the recogniser; after it the newest ones follow without a hole.
        Assert.InRange(starts[0], 0, 0.2);
        Assert.InRange(starts[^1], 54.5, 55.5);
        Assert.All(starts.Skip(2).Zip(starts.Skip(1)), pair => Assert.InRange(pair.First - pair.Second, 4.9, 5.1));
    }

    [Fact]
    public async Task Speech_that_is_cut_off_ends_in_silence_so_that_the_recogniser_hears_its_last_word_end()
    {
        var feed = await StartedAsync();
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1.1)));
        await _table.StopAsync();

        var samples = Assert.Single(_table.Recognizer.Recordings).Samples;
        Assert.All(samples.TakeLast(1200), sample => Assert.Equal(0, sample));
        Assert.NotEqual(0, samples[^1300]);
    }

    [Fact]
    public async Task A_track_that_stops_in_mid_word_does_not_keep_its_utterance_open()
    {
        var feed = await StartedAsync();
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        _table.Time.Advance(TimeSpan.FromSeconds(1));
        _table.Calls.Sweep();
        Assert.Empty(_table.Delivered.Utterances);
        _table.Time.Advance(TimeSpan.FromSeconds(0.5));
        _table.Calls.Sweep();

        await Eventually.HoldsAsync(() => _table.Delivered.Utterances.Count == 1);
        Assert.Equal(1, (await _table.StopAsync()).Report!.Customer!.Transcripts);
    }

    [Fact]
    public async Task A_click_that_was_no_speech_takes_up_no_room_while_others_wait()
    {
        _table.Recognizer.Capacity = new TaskCompletionSource();
        var feed = await StartedAsync();
        feed.Play(Track.Inbound, Sentence(1));
        // Enough for an onset, too little for an utterance.
        for (var i = 0; i < 60; i++)
            feed.Play(Track.Inbound, Sound.Concat(Sound.Voice(TimeSpan.FromSeconds(0.1)), Sound.Silence(TimeSpan.FromSeconds(0.9))));
        feed.Play(Track.Inbound, Sentence(1));
        _table.Recognizer.Capacity.SetResult();
        await _table.StopAsync();

        Assert.Equal(2, _table.Delivered.Utterances.Count);
    }

    private async Task<MediaFeed> StartedAsync()
    {
        var feed = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        return feed;
    }

    private static short[] Sentence(double seconds) => Sound.Concat(Sound.Voice(TimeSpan.FromSeconds(seconds)), Sound.Silence(TimeSpan.FromSeconds(1)));

    private static short[] Repeated(int times, short[] sound) => [.. Enumerable.Repeat(sound, times).SelectMany(s => s)];
}
