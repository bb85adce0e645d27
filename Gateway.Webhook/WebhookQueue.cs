using Gateway.Core;

namespace Gateway.Webhook;

/// <summary>
/// The gateway's second queue: utterances that wait for the target. Bounded by count and by age over all conversations; beyond either bound
/// the oldest goes. Hands out at most one utterance of a conversation at a time, so that each conversation is sent in order (INF-29) while
/// a conversation whose request hangs does not hold up the others. Safe for concurrent use.
/// </summary>
internal sealed class WebhookQueue(WebhookQueueOptions options, Action<Utterance, LossReason> onLost, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiting> _waiting = [];
    private readonly HashSet<ConversationId> _inFlight = [];
    private readonly SemaphoreSlim _ready = new(0);
    private TaskCompletionSource? _empty;

    /// <summary>Utterances that wait now; those being sent are not counted.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Completes when nothing waits and nothing is being sent.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && _inFlight.Count == 0)
                return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    /// <summary>Adds the newest. Never waits, never refuses.</summary>
    public void Enqueue(Utterance utterance)
    {
        Utterance? displaced = null;
        lock (_lock)
        {
            if (_waiting.Count >= options.Capacity)
            {
                displaced = _waiting.First!.Value.Utterance;
                _waiting.RemoveFirst();
            }

            _waiting.AddLast(new Waiting(utterance, time.GetTimestamp()));
        }

        if (displaced is not null)
            onLost(displaced, LossReason.DroppedFull);
        _ready.Release();
    }

    /// <summary>
    /// Waits for the oldest utterance whose conversation has none under way. <see cref="Complete"/> must be called when it has been dealt
    /// with.
    /// </summary>
    public async Task<Utterance> DequeueAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            // A permit only says that it is worth looking: what it was given for may have been dropped, or its conversation may be busy.
            if (TryTake() is { } utterance)
                return utterance;
        }
    }

    /// <summary>The conversation's next utterance may go.</summary>
    public void Complete(Utterance utterance)
    {
        lock (_lock)
        {
            _inFlight.Remove(utterance.Conversation);
            TellIfEmpty();
        }

        _ready.Release();
    }

    /// <summary>Gives up what still waits: the process ends.</summary>
    public void Abandon()
    {
        List<Waiting> left;
        lock (_lock)
        {
            left = [.. _waiting];
            _waiting.Clear();
            TellIfEmpty();
        }

        foreach (var waiting in left)
            onLost(waiting.Utterance, LossReason.Shutdown);
    }

    public void Dispose() => _ready.Dispose();

    private Utterance? TryTake()
    {
        List<Utterance>? aged = null;
        Utterance? taken = null;
        lock (_lock)
        {
            while (_waiting.First is { } oldest && time.GetElapsedTime(oldest.Value.Since) > options.MaxAge)
            {
                (aged ??= []).Add(oldest.Value.Utterance);
                _waiting.RemoveFirst();
            }

            var node = _waiting.First;
            while (node is not null && !_inFlight.Add(node.Value.Utterance.Conversation))
                node = node.Next;
            if (node is not null)
            {
                taken = node.Value.Utterance;
                _waiting.Remove(node);
            }

            TellIfEmpty();
        }

        foreach (var utterance in aged ?? [])
            onLost(utterance, LossReason.DroppedAge);
        return taken;
    }

    /// <summary>Called under the lock, after anything has left.</summary>
    private void TellIfEmpty()
    {
        if (_waiting.Count > 0 || _inFlight.Count > 0)
            return;
        _empty?.SetResult();
        _empty = null;
    }

    private readonly record struct Waiting(Utterance Utterance, long Since);
}
