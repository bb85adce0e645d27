namespace Gateway.Media.Recognition;

/// <summary>
/// How many lanes have utterances that are not recognised and handed on yet, when none has any more, and how far recognition is behind. Safe for concurrent use.
/// </summary>
internal sealed class RecognitionBacklog
{
    private readonly Lock _lock = new();
    private readonly LinkedList<long> _unrecognised = [];
    private int _lanes;
    private long _steps;
    private TaskCompletionSource? _empty;

    /// <summary>How many pieces of work have been done so far: as long as this grows, recognition gets on.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    /// <summary>A piece of work has been done.</summary>
    public void Step() => Interlocked.Increment(ref _steps);

    /// <summary>A lane has something to do.</summary>
    public void Enter()
    {
        lock (_lock)
            _lanes++;
    }

    /// <summary>A lane has nothing to do any more.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_lanes > 0)
                return;
            _empty?.SetResult();
            _empty = null;
        }
    }

    /// <summary>Somebody has finished speaking, and waits for the text.</summary>
    /// <param name="endedAt">Timestamp of the clock.</param>
    /// <returns>To be given to <see cref="Done"/>.</returns>
    public LinkedListNode<long> Await(long endedAt)
    {
        lock (_lock)
            return _unrecognised.AddLast(endedAt);
    }

    /// <summary>The text is there, or given up.</summary>
    public void Done(LinkedListNode<long> awaited)
    {
        lock (_lock)
            _unrecognised.Remove(awaited);
    }

    /// <summary>How long whoever waits for longest has waited for the text; zero when nobody waits.</summary>
    public TimeSpan Lag(TimeProvider time)
    {
        lock (_lock)
            return _unrecognised.First is { } first ? time.GetElapsedTime(first.Value) : TimeSpan.Zero;
    }

    /// <summary>Completes when no lane has anything to do.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            if (_lanes == 0)
                return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }
}
