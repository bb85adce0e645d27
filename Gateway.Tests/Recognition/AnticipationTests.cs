using Gateway.Core;
using Gateway.Media.Endpointing;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition;

/// <summary>What happens while a speaker pauses, before anybody knows whether the utterance is over.</summary>
public sealed class AnticipationTests : IDisposable
{
    private readonly CallTableHarness _table = new();

    public void Dispose() => _table.Dispose();

    [Fact]
    public async Task An_engine_may_begin_at_a_pause_with_the_very_audio_that_the_utterance_ends_with()
    {
        var feed = await SayAsync(Sound.Voice(TimeSpan.FromSeconds(1)), Sound.Silence(TimeSpan.FromSeconds(0.2)));
        await Eventually.HoldsAsync(() => _table.Recognizer.Recordings is [{ Pauses.Count: 1 }]);
        Assert.False(_table.Recognizer.Recordings[0].Finished);
        feed.Play(Track.Inbound, Sound.Silence(TimeSpan.FromSeconds(1)));
        await _table.StopAsync();

        var recording = Assert.Single(_table.Recognizer.Recordings);
        Assert.Equal([recording.Samples.Count], recording.Pauses);
    }

    [Fact]
    public async Task Speech_that_goes_on_makes_it_void()
    {
        var given = new TaskCompletionSource<CancellationToken>();
        _table.Recognizer.Anticipating = token =>
        {
            given.TrySetResult(token);
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        };
        var feed = await SayAsync(Sound.Voice(TimeSpan.FromSeconds(1)), Sound.Silence(TimeSpan.FromSeconds(0.2)));
        var cancellation = await given.Task;
        Assert.False(cancellation.IsCancellationRequested);
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(0.5)));

        await Eventually.HoldsAsync(() => cancellation.IsCancellationRequested);
        _table.Recognizer.Anticipating = null;
        feed.Play(Track.Inbound, Sound.Silence(TimeSpan.FromSeconds(1)));
        await _table.StopAsync();
        var recording = Assert.Single(_table.Recognizer.Recordings);
        Assert.True(recording.Samples.Count > recording.Pauses[0] + 4000);
        Assert.Single(_table.Delivered.Utterances);
    }

    [Fact]
    public async Task Whoever_has_something_to_recognise_takes_the_thread_back()
    {
        // There is one worker.
        _table.Recognizer.Anticipating = token => Task.Run(() => token.WaitHandle.WaitOne(), CancellationToken.None);
        var feed = await SayAsync(Sound.Voice(TimeSpan.FromSeconds(1)), Sound.Silence(TimeSpan.FromSeconds(0.2)));
        await Eventually.HoldsAsync(() => _table.Recognizer.Recordings is [{ Pauses.Count: 1 }]);
        feed.Play(Track.Outbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        _table.Recognizer.Anticipating = null;
        await _table.StopAsync();

        Assert.Equal(2, _table.Delivered.Utterances.Count);
    }

    [Fact]
    public async Task A_noise_that_is_no_utterance_is_not_given_to_an_engine_in_advance()
    {
        await SayAsync(Sound.Voice(TimeSpan.FromSeconds(0.1)), Sound.Silence(TimeSpan.FromSeconds(1)));
        await _table.StopAsync();

        Assert.All(_table.Recognizer.Recordings, recording => Assert.Empty(recording.Pauses));
        Assert.Empty(_table.Delivered.Utterances);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(1500)]
    public async Task A_recogniser_hears_the_same_however_long_the_silence_that_ends_an_utterance(int silence)
    {
        using var table = new CallTableHarness(endpointing: new EndpointingOptions { Silence = TimeSpan.FromMilliseconds(silence) });
        var feed = new MediaFeed(table.Open(), table.Time);
        await table.StartAsync();
        feed.Play(Track.Inbound, Sound.Concat(Sound.Voice(TimeSpan.FromSeconds(1)), Sound.Silence(TimeSpan.FromSeconds(2))));
        await table.StopAsync();

        var patient = Assert.Single(table.Recognizer.Recordings).Samples;
        var feedOfAll = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        feedOfAll.Play(Track.Inbound, Sound.Concat(Sound.Voice(TimeSpan.FromSeconds(1)), Sound.Silence(TimeSpan.FromSeconds(2))));
        await _table.StopAsync();
        Assert.Equal(_table.Recognizer.Recordings[0].Samples, patient);
    }

    private async Task<MediaFeed> SayAsync(params short[][] sounds)
    {
        var feed = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        feed.Play(Track.Inbound, Sound.Concat(sounds));
        return feed;
    }
}
