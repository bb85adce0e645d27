using Gateway.Core;
using Gateway.Media.Recognition;
using Gateway.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Recognition;

public sealed class EngineFallbackTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly RecordingRecognizer _second = new() { Name = "second", Words = "from the second" };
    private readonly CallTableHarness _table;

    public EngineFallbackTests() => _table = new CallTableHarness(others: [_second], recognition: new RecognitionOptions { Patience = Patience });

    public void Dispose() => _table.Dispose();

    [Fact]
    public async Task An_engine_that_works_is_the_only_one_asked()
    {
        await SayAsync();
        await _table.StopAsync();

        Assert.Equal("recording", Assert.Single(_table.Delivered.Utterances).Engine);
        Assert.Empty(_second.Recordings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_an_engine_fails_on_is_recognised_by_the_next_from_its_first_sample_on(bool inTheMiddle)
    {
        if (inTheMiddle)
            _table.Recognizer.Failure = new InvalidOperationException("it has crashed");
        else
            _table.Recognizer.Finishing = _ => throw new InvalidOperationException("it has crashed");
        var feed = await SayAsync();
        await Eventually.HoldsAsync(() => _table.Delivered.Utterances.Count == 1);
        _table.Recognizer.Failure = null;
        _table.Recognizer.Finishing = null;
        feed.Play(Track.Inbound, Sentence());
        await _table.StopAsync();

        Assert.Equal(["second", "recording"], _table.Delivered.Utterances.Select(utterance => utterance.Engine));
        Assert.Equal("From the second.", _table.Delivered.Utterances[0].Text);
        var again = Assert.Single(_second.Recordings).Samples;
        var healthy = _table.Recognizer.Recordings[^1].Samples;
        Assert.InRange(again.Count, healthy.Count - 160, healthy.Count + 160);
        Assert.All(_table.Recognizer.Recordings.Concat(_second.Recordings), recording => Assert.True(recording.Disposed));
    }

    [Fact]
    public async Task An_engine_that_takes_too_long_is_left_for_the_next()
    {
        _table.Recognizer.Finishing = token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        await SayAsync();
        await Eventually.HoldsAsync(() => _table.Time.PendingTimers > 0);
        _table.Time.Advance(Patience);
        await _table.StopAsync();

        Assert.Equal("second", Assert.Single(_table.Delivered.Utterances).Engine);
    }

    [Fact]
    public async Task An_engine_that_says_it_is_out_of_order_is_not_waited_for()
    {
        _table.Recognizer.Capacity = new TaskCompletionSource();
        _table.Recognizer.Capacity.SetException(new RecognizerUnavailableException("its server does not answer"));
        await SayAsync();
        await _table.StopAsync();

        Assert.Equal("second", Assert.Single(_table.Delivered.Utterances).Engine);
        Assert.Empty(_table.Recognizer.Recordings);
    }

    [Fact]
    public async Task It_can_be_seen_which_engine_is_failing_and_when_it_works_again()
    {
        _table.Recognizer.Failure = new InvalidOperationException("it has crashed");
        var feed = await SayAsync();
        await Eventually.HoldsAsync(() => _table.Delivered.Utterances.Count == 1);
        Assert.Equal(
            [new EngineStatus("recording", EngineState.Failing, 0, 1), new EngineStatus("second", EngineState.Working, 1, 0)],
            _table.Resources.Engines.Select(engine => engine.Status));

        _table.Recognizer.Failure = null;
        feed.Play(Track.Inbound, Sentence());
        await _table.StopAsync();

        Assert.Equal(new EngineStatus("recording", EngineState.Working, 1, 1), _table.Resources.Engines[0].Status);
    }

    [Fact]
    public async Task What_no_engine_recognises_costs_that_utterance_and_no_other()
    {
        _table.Recognizer.Failure = _second.Failure = new InvalidOperationException("both have crashed");
        var feed = await SayAsync();
        await Eventually.HoldsAsync(() => _table.Resources.Engines[1].Status.Failed == 1);
        _table.Recognizer.Failure = _second.Failure = null;
        feed.Play(Track.Inbound, Sentence());
        await _table.StopAsync();

        Assert.Equal("recording", Assert.Single(_table.Delivered.Utterances).Engine);
    }

    [Fact]
    public async Task An_engine_that_does_not_know_the_language_is_not_asked()
    {
        var spanish = new RecordingRecognizer { Name = "spanish", Languages = ["es-US"] };
        using var table = new CallTableHarness(others: [spanish], first: new RecordingRecognizer { Languages = ["en-US"] });
        var feed = new MediaFeed(table.Open(), table.Time);
        await table.Calls.StartAsync(CallTableHarness.Sid, CallTableHarness.Settings with { Language = "es-US" }, CancellationToken.None);
        feed.Play(Track.Inbound, Sentence());
        await table.StopAsync();

        Assert.Equal("spanish", Assert.Single(table.Delivered.Utterances).Engine);
    }

    [Fact]
    public async Task The_gateway_is_ready_with_one_engine_and_tries_the_other_again()
    {
        _table.Recognizer.Absence = new RecognizerUnavailableException("its model is not there");
        var engines = new SpeechEngines([_table.Recognizer, _second], _table.Time, NullLogger.Instance);
        await engines.WarmUpAsync(CancellationToken.None);
        Assert.Equal([EngineState.NotReady, EngineState.Working], engines.Statuses.Select(status => status.State));

        var trying = engines.KeepTryingAsync(CancellationToken.None);
        _table.Recognizer.Absence = null;
        _table.Time.Advance(TimeSpan.FromSeconds(10));
        await trying;

        Assert.Equal(EngineState.Working, engines.Statuses[0].State);
    }

    [Fact]
    public async Task Without_any_engine_the_gateway_does_not_start()
    {
        _table.Recognizer.Absence = new RecognizerUnavailableException("its model is not there");
        var engines = new SpeechEngines([_table.Recognizer], _table.Time, NullLogger.Instance);

        await Assert.ThrowsAsync<RecognizerUnavailableException>(() => engines.WarmUpAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_outage_is_waited_for()
    {
        _table.Recognizer.Absence = new RecognizerUnavailableException("its server does not answer") { IsOutage = true };
        var engines = new SpeechEngines([_table.Recognizer], _table.Time, NullLogger.Instance);
        var warming = engines.WarmUpAsync(CancellationToken.None);
        _table.Recognizer.Absence = null;
        _table.Time.Advance(TimeSpan.FromSeconds(10));
        await warming;

        Assert.Equal(EngineState.Working, Assert.Single(engines.Statuses).State);
    }

    private async Task<MediaFeed> SayAsync()
    {
        var feed = new MediaFeed(_table.Open(), _table.Time);
        await _table.StartAsync();
        // Room for the lead-in.
        feed.Play(Track.Inbound, Sound.Concat(Sound.Silence(TimeSpan.FromSeconds(1)), Sentence()));
        return feed;
    }

    private static short[] Sentence() => Sound.Concat(Sound.Voice(TimeSpan.FromSeconds(1)), Sound.Silence(TimeSpan.FromSeconds(1)));
}
