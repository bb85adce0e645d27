using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

/// <summary>The end of the process waits for what has been said, and not for a recogniser that hangs.</summary>
public sealed class LastWordsTests : IDisposable
{
    private readonly CallTableHarness _table = new();
    private readonly TaskCompletionSource _stuck = new();

    public void Dispose()
    {
        _stuck.TrySetResult();
        _table.Dispose();
    }

    [Fact]
    public async Task It_is_over_when_the_last_lane_has_handed_on_its_words()
    {
        await SpeakAsync();
        var last = Stop();
        Assert.False(last.IsCompleted);

        _stuck.SetResult();
        await last.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Single(_table.Delivered.Utterances);
    }

    [Fact]
    public async Task A_recogniser_that_does_nothing_any_more_is_given_up()
    {
        await SpeakAsync();
        var last = Stop();
        _table.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(last.IsCompleted);

        _table.Time.Advance(TimeSpan.FromSeconds(1));
        await last.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(_table.Delivered.Utterances);
    }

    [Fact]
    public async Task One_that_is_slow_is_waited_for_as_long_as_it_gets_on_and_not_longer_than_the_limit()
    {
        await SpeakAsync();
        var last = Stop();
        for (var waited = TimeSpan.FromSeconds(30); waited < LastWords.Limit; waited += TimeSpan.FromSeconds(30))
        {
            _table.Resources.Backlog.Step();
            Assert.Equal(1, _table.Time.PendingTimers);
            _table.Time.Advance(TimeSpan.FromSeconds(30));
            await Eventually.HoldsAsync(() => _table.Time.PendingTimers == 1);
            Assert.False(last.IsCompleted);
        }

        _table.Resources.Backlog.Step();
        _table.Time.Advance(TimeSpan.FromSeconds(30));
        await last.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Nothing_is_waited_for_when_nobody_has_spoken() => Assert.True(Stop().IsCompletedSuccessfully);

    private Task Stop() => new LastWords(_table.Resources, _table.Time).StopAsync(CancellationToken.None);

    /// <summary>Somebody speaks, the gate is shut, and the recogniser hangs.</summary>
    private async Task SpeakAsync()
    {
        _table.Recognizer.Stuck = _stuck.Task;
        var stream = _table.Open();
        var feed = new MediaFeed(stream, _table.Time);
        await _table.StartAsync();
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(1)));
        await Eventually.HoldsAsync(() => _table.Recognizer.Recordings.Count == 1);
        var closing = _table.Calls.CloseAsync(stream, StreamEnding.Shutdown);
        _table.Time.Advance(TimeSpan.FromSeconds(5));
        await closing;
    }
}
