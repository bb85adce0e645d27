using Gateway.Media.Recognition;
using Gateway.Media.Recognition.WholeUtterance;
using Gateway.Tests.Support;

namespace Gateway.Tests.Recognition.WholeUtterance;

public sealed class WholeRecognitionTests : IDisposable
{
    private static readonly Speaker Somebody = new() { Language = "en-US" };

    private readonly CountedInventions _counted = new();
    private readonly ScriptedEngine _engine;

    public WholeRecognitionTests() => _engine = new ScriptedEngine(_counted.Metrics);

    public void Dispose() => _counted.Dispose();

    [Fact]
    public async Task All_samples_are_heard_at_once_and_in_order()
    {
        _engine.Answer = Writes("Hello.");
        using var recognition = await _engine.BeginAsync(Somebody);
        var samples = Samples(30_000);
        for (var i = 0; i < samples.Length; i += 1000)
            recognition.Push(samples.AsSpan(i, 1000));

        Assert.Equal(["Hello."], Words(await recognition.FinishAsync(default)));
        Assert.Equal(samples, Assert.Single(_engine.Heard));
    }

    [Fact]
    public async Task Less_than_a_tenth_of_a_second_is_nothing()
    {
        using var recognition = await _engine.BeginAsync(Somebody);
        recognition.Push(Samples(799));
        await recognition.AnticipateAsync(default);

        Assert.Empty((await recognition.FinishAsync(default)).Words);
        Assert.Empty(_engine.Heard);
    }

    [Fact]
    public async Task What_was_recognised_at_a_pause_is_used_when_nothing_more_is_said()
    {
        _engine.Answer = Writes("Hello.", "Something else.");
        using var recognition = await _engine.BeginAsync(Somebody);
        recognition.Push(Samples(8000));
        await recognition.AnticipateAsync(default);
        await recognition.AnticipateAsync(default);

        Assert.Equal(["Hello."], Words(await recognition.FinishAsync(default)));
        Assert.Single(_engine.Heard);
    }

    [Fact]
    public async Task The_end_waits_for_what_was_begun_at_a_pause()
    {
        var answer = new TaskCompletionSource<UtteranceText>();
        _engine.Answer = (_, _) => new ValueTask<UtteranceText>(answer.Task);
        using var recognition = await _engine.BeginAsync(Somebody);
        recognition.Push(Samples(8000));
        await recognition.AnticipateAsync(default);
        var finishing = recognition.FinishAsync(default).AsTask();

        Assert.False(finishing.IsCompleted);
        answer.SetResult(ScriptedEngine.Text("Hello."));
        Assert.Equal(["Hello."], Words(await finishing));
        Assert.Single(_engine.Heard);
    }

    [Fact]
    public async Task Speech_that_goes_on_voids_and_cancels_what_was_begun()
    {
        var cancelled = false;
        var first = new TaskCompletionSource<UtteranceText>();
        _engine.Answer = (request, end) =>
        {
            if (request > 0)
                return ValueTask.FromResult(ScriptedEngine.Text("Hello there."));
            end.Register(() => cancelled = true);
            return new ValueTask<UtteranceText>(first.Task);
        };
        using var recognition = await _engine.BeginAsync(Somebody);
        var samples = Samples(16_000);
        recognition.Push(samples.AsSpan(0, 8000));
        await recognition.AnticipateAsync(default);
        Assert.False(cancelled);
        recognition.Push(samples.AsSpan(8000));
        Assert.True(cancelled);
        first.SetResult(ScriptedEngine.Text("Hello."));

        Assert.Equal(["Hello", "there."], Words(await recognition.FinishAsync(default)));
        Assert.Equal([8000, 16_000], _engine.Heard.Select(heard => heard.Length));
        Assert.Equal(samples, _engine.Heard[1]);
    }

    [Fact]
    public async Task What_failed_at_a_pause_is_tried_again_at_the_end()
    {
        _engine.Answer = (request, _) => request == 0 ? throw new IOException("no connection") : ValueTask.FromResult(ScriptedEngine.Text("Hello."));
        using var recognition = await _engine.BeginAsync(Somebody);
        recognition.Push(Samples(8000));
        await recognition.AnticipateAsync(default);

        Assert.Equal(["Hello."], Words(await recognition.FinishAsync(default)));
    }

    [Fact]
    public async Task A_failure_at_the_end_is_told()
    {
        _engine.Answer = (_, _) => throw new IOException("no connection");
        using var recognition = await _engine.BeginAsync(Somebody);
        recognition.Push(Samples(8000));
        await recognition.AnticipateAsync(default);

        await Assert.ThrowsAsync<IOException>(async () => await recognition.FinishAsync(default));
    }

    [Fact]
    public async Task An_engine_that_computes_on_the_calling_thread_gives_it_back_when_told_to()
    {
        using var thread = new CancellationTokenSource();
        _engine.Answer = (request, end) =>
        {
            if (request > 0)
                return ValueTask.FromResult(ScriptedEngine.Text("Hello."));
            thread.Cancel();
            end.ThrowIfCancellationRequested();
            return ValueTask.FromResult(ScriptedEngine.Text("Never."));
        };
        using var recognition = await _engine.BeginAsync(Somebody);
        recognition.Push(Samples(8000));
        await recognition.AnticipateAsync(thread.Token);

        Assert.Equal(["Hello."], Words(await recognition.FinishAsync(default)));
    }

    [Fact]
    public async Task A_deadline_ends_the_wait_for_either()
    {
        _engine.Answer = static async (_, end) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end);
            return UtteranceText.Nothing;
        };
        using var deadline = new CancellationTokenSource();
        using var recognition = await _engine.BeginAsync(Somebody);
        recognition.Push(Samples(8000));
        await recognition.AnticipateAsync(default);
        var finishing = recognition.FinishAsync(deadline.Token).AsTask();
        await deadline.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => finishing);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await recognition.FinishAsync(deadline.Token));
    }

    [Fact]
    public async Task Giving_up_cancels_what_was_begun()
    {
        var cancelled = new TaskCompletionSource();
        _engine.Answer = (_, end) =>
        {
            end.Register(cancelled.SetResult);
            return new ValueTask<UtteranceText>(new TaskCompletionSource<UtteranceText>().Task);
        };
        var recognition = await _engine.BeginAsync(Somebody);
        recognition.Push(Samples(8000));
        await recognition.AnticipateAsync(default);
        recognition.Dispose();

        Assert.True(cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task An_engine_may_leave_pauses_alone()
    {
        var engine = new ScriptedEngine(_counted.Metrics) { AnticipatesPauses = false, Answer = Writes("Hello.") };
        using var recognition = await engine.BeginAsync(Somebody);
        recognition.Push(Samples(8000));
        await recognition.AnticipateAsync(default);
        Assert.Empty(engine.Heard);

        Assert.Equal(["Hello."], Words(await recognition.FinishAsync(default)));
    }

    private static Func<int, CancellationToken, ValueTask<UtteranceText>> Writes(params string[] texts) =>
        (request, _) => ValueTask.FromResult(ScriptedEngine.Text(texts[request]));

    private static IEnumerable<string> Words(Hypothesis hypothesis) => hypothesis.Words.Select(word => word.Text);

    private static short[] Samples(int count) => [.. Enumerable.Range(0, count).Select(i => (short)i)];
}
