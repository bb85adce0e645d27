using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Webhook;

namespace Gateway.Tests.Unit;

public sealed class WebhookQueueTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<(int Number, LossReason Reason)> _lost = [];
    private readonly WebhookQueue _queue;

    public WebhookQueueTests() =>
        _queue = new WebhookQueue(new WebhookQueueOptions { Capacity = 3 }, (utterance, reason) => _lost.Add((NumberOf(utterance), reason)), _time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Utterances_leave_in_the_order_in_which_they_came()
    {
        Enqueue((1, 'a'), (2, 'b'), (3, 'c'));

        Assert.Equal((1, 2, 3), (await TakeAsync(), await TakeAsync(), await TakeAsync()));
    }

    [Fact]
    public async Task A_conversation_with_one_under_way_waits_and_does_not_hold_up_the_others()
    {
        Enqueue((1, 'a'), (2, 'a'), (3, 'b'));
        var first = await _queue.DequeueAsync(CancellationToken.None);

        Assert.Equal(3, await TakeAsync());
        var waiting = _queue.DequeueAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        _queue.Complete(first);
        Assert.Equal(2, NumberOf(await waiting));
    }

    [Fact]
    public async Task A_full_queue_drops_the_oldest_of_all_conversations()
    {
        Enqueue((1, 'a'), (2, 'b'), (3, 'b'), (4, 'b'), (5, 'c'));

        Assert.Equal([(1, LossReason.DroppedFull), (2, LossReason.DroppedFull)], _lost);
        Assert.Equal(3, await TakeAsync());
    }

    [Fact]
    public async Task What_has_waited_too_long_is_dropped_when_somebody_looks()
    {
        Enqueue((1, 'a'), (2, 'b'));
        _time.Advance(TimeSpan.FromSeconds(31));
        Enqueue((3, 'c'));

        Assert.Equal(3, await TakeAsync());
        Assert.Equal([(1, LossReason.DroppedAge), (2, LossReason.DroppedAge)], _lost);
    }

    [Fact]
    public void What_is_left_at_the_end_is_accounted_for()
    {
        Enqueue((1, 'a'), (2, 'b'));
        _queue.Abandon();

        Assert.Equal([(1, LossReason.Shutdown), (2, LossReason.Shutdown)], _lost);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task The_queue_is_empty_only_when_the_last_request_has_been_dealt_with()
    {
        Assert.True(_queue.WhenEmptyAsync().IsCompleted);
        Enqueue((1, 'a'));
        var empty = _queue.WhenEmptyAsync();
        var utterance = await _queue.DequeueAsync(CancellationToken.None);
        Assert.False(empty.IsCompleted);
        _queue.Complete(utterance);

        await empty;
    }

    [Fact]
    public async Task The_queue_is_empty_when_the_last_has_been_dropped_for_its_age()
    {
        Enqueue((1, 'a'), (2, 'a'));
        var first = await _queue.DequeueAsync(CancellationToken.None);
        var empty = _queue.WhenEmptyAsync();
        _time.Advance(TimeSpan.FromSeconds(31));
        _queue.Complete(first);
        var nothing = _queue.DequeueAsync(CancellationToken.None);

        await empty.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(nothing.IsCompleted);
        Assert.Equal([(2, LossReason.DroppedAge)], _lost);
    }

    private async Task<int> TakeAsync() => NumberOf(await _queue.DequeueAsync(CancellationToken.None));

    private void Enqueue(params (int Number, char Conversation)[] utterances)
    {
        foreach (var (number, conversation) in utterances)
            _queue.Enqueue(SampleUtterance.Of(new string(conversation, 32)) with { Start = TimeSpan.FromSeconds(number) });
    }

    private static int NumberOf(Utterance utterance) => (int)utterance.Start.TotalSeconds;
}
