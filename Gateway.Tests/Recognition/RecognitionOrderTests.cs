using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Media.Twilio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition;

/// <summary>Who comes first when there is more to recognise than can be done at once, and who is given up.</summary>
public sealed class RecognitionOrderTests : IDisposable
{
    private readonly CallTableHarness _table = new();
    private int _calls;

    public void Dispose() => _table.Dispose();

    [Fact]
    public async Task Finished_utterances_come_first_and_among_them_the_one_that_has_waited_longest()
    {
        var stuck = new TaskCompletionSource();
        _table.Recognizer.Stuck = stuck.Task;
        var (_, blocking) = await CallAsync();
        // The one worker is busy with somebody who still speaks.
        blocking.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(0.6)));
        await Eventually.HoldsAsync(() => _table.Recognizer.Recordings.Count == 1);
        var (speaking, stillSpeaking) = await CallAsync();
        stillSpeaking.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(0.6)));
        var (first, earlier) = await CallAsync();
        earlier.Play(Track.Inbound, Sentence());
        var (second, later) = await CallAsync();
        later.Play(Track.Inbound, Sentence());
        stuck.SetResult();
        await Eventually.HoldsAsync(() => _table.Delivered.Utterances.Count == 2);

        Assert.Equal([first, second], _table.Delivered.Utterances.Select(utterance => utterance.Conversation.ToString()));
        Assert.DoesNotContain(speaking, _table.Delivered.Utterances.Select(utterance => utterance.Conversation.ToString()));
    }

    [Fact]
    public async Task When_everything_has_been_late_for_a_while_what_is_late_is_given_up_whole_and_what_came_later_is_not()
    {
        var overload = OverloadGuard.LongestBurst / 2;
        var burst = await LateAsync(overload);
        var stillBurst = await LateAsync(overload);
        await LateAsync(overload);
        var timely = await LateAsync(TimeSpan.Zero);

        Assert.Equal([burst, stillBurst, timely], _table.Delivered.Utterances.Select(utterance => utterance.Conversation.ToString()));
        Assert.All(_table.Recognizer.Recordings, recording => Assert.True(recording.Disposed));

        async Task<string> LateAsync(TimeSpan wait)
        {
            var capacity = _table.Recognizer.Capacity = new TaskCompletionSource();
            var (call, feed) = await CallAsync();
            feed.Play(Track.Inbound, Sentence());
            _table.Time.Advance(wait);
            capacity.SetResult();
            await _table.Calls.StopAsync(CallSid.Parse(call));
            return call;
        }
    }

    [Fact]
    public async Task In_an_overload_also_what_had_been_begun_is_given_up_if_nobody_has_gone_on_with_it_in_time()
    {
        _table.Resources.Overload.GivesUp(TimeSpan.FromMinutes(1));
        _table.Time.Advance(OverloadGuard.LongestBurst - TimeSpan.FromSeconds(2));
        _table.Resources.Overload.GivesUp(TimeSpan.FromMinutes(1));
        var stuck = new TaskCompletionSource();
        _table.Recognizer.Stuck = stuck.Task;
        var (call, feed) = await CallAsync();
        feed.Play(Track.Inbound, Sound.Voice(TimeSpan.FromSeconds(0.6)));
        await Eventually.HoldsAsync(() => _table.Recognizer.Recordings.Count == 1);
        feed.Play(Track.Inbound, Sound.Silence(TimeSpan.FromSeconds(1)));
        _table.Time.Advance(new RecognitionOptions().MaxLag);
        stuck.SetResult();
        await _table.Calls.StopAsync(CallSid.Parse(call));

        Assert.Empty(_table.Delivered.Utterances);
        Assert.True(Assert.Single(_table.Recognizer.Recordings).Disposed);
    }

    [Fact]
    public async Task When_the_process_ends_nothing_is_given_up()
    {
        _table.Resources.Overload.GivesUp(TimeSpan.FromMinutes(1));
        _table.Time.Advance(OverloadGuard.LongestBurst / 2);
        _table.Resources.Overload.GivesUp(TimeSpan.FromMinutes(1));
        _table.Time.Advance(OverloadGuard.LongestBurst / 2);
        Assert.True(_table.Resources.Overload.GivesUp(TimeSpan.FromMinutes(1)));

        await new LastWords(_table.Resources, _table.Time).StoppingAsync(CancellationToken.None);

        Assert.False(_table.Resources.Overload.GivesUp(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_machine_that_has_caught_up_may_be_late_again_for_as_long()
    {
        var guard = new OverloadGuard(TimeSpan.FromSeconds(2), _table.Time);
        Assert.False(guard.GivesUp(TimeSpan.FromSeconds(3)));
        _table.Time.Advance(OverloadGuard.LongestBurst / 2);
        Assert.False(guard.GivesUp(TimeSpan.FromSeconds(3)));
        _table.Time.Advance(OverloadGuard.LongestBurst / 2);
        Assert.True(guard.GivesUp(TimeSpan.FromSeconds(3)));
        Assert.False(guard.GivesUp(TimeSpan.FromSeconds(2)));
        _table.Time.Advance(OverloadGuard.LongestBurst);
        Assert.False(guard.GivesUp(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task How_far_recognition_is_behind_can_be_seen()
    {
        _table.Recognizer.Capacity = new TaskCompletionSource();
        var (_, feed) = await CallAsync();
        Assert.Equal(TimeSpan.Zero, _table.Pulse.Lag);
        feed.Play(Track.Inbound, Sentence());
        var lag = _table.Pulse.Lag;
        Assert.InRange(lag, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        _table.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(lag + TimeSpan.FromSeconds(1), _table.Pulse.Lag);

        _table.Recognizer.Capacity.SetResult();
        await Eventually.HoldsAsync(() => _table.Delivered.Utterances.Count == 1 && _table.Pulse.Lag == TimeSpan.Zero);
    }

    [Fact]
    public async Task An_utterance_knows_when_it_passed_each_stage()
    {
        _table.Recognizer.Capacity = new TaskCompletionSource();
        var (_, feed) = await CallAsync();
        feed.Play(Track.Inbound, Sentence());
        _table.Time.Advance(TimeSpan.FromSeconds(0.3));
        _table.Recognizer.Capacity.SetResult();
        await Eventually.HoldsAsync(() => _table.Delivered.Utterances.Count == 1);

        var timing = _table.Delivered.Utterances[0].Timing!.Value;
        // The hang-over, to the frame; and what was left of the second of silence, and the wait.
        Assert.InRange(_table.Time.GetElapsedTime(timing.Heard, timing.Ended).TotalSeconds, 0.38, 0.42);
        Assert.InRange(_table.Time.GetElapsedTime(timing.Ended, timing.Finishing).TotalSeconds, 0.8, 1);
        Assert.True(timing.Recognised >= timing.Finishing && timing.Written >= timing.Recognised);
    }

    private async Task<(string Call, MediaFeed Feed)> CallAsync()
    {
        var sid = CallSid.Parse($"CA{++_calls:x32}");
        var stream = _table.Calls.Open(new StreamStart { CallSid = sid, StreamSid = StreamSid.Parse($"MZ{sid.ToString()[2..]}"), Tracks = new HashSet<Track> { Track.Inbound } });
        await _table.Calls.StartAsync(sid, CallTableHarness.Settings, CancellationToken.None);
        return (sid.ToString(), new MediaFeed(stream, _table.Time));
    }

    private static short[] Sentence() => Sound.Concat(Sound.Voice(TimeSpan.FromSeconds(0.6)), Sound.Silence(TimeSpan.FromSeconds(1)));
}
