namespace Gateway.Transcripts;

/// <summary>
/// What waits to be stored: many put in, one takes out. Bounded; beyond that the oldest that is not being written makes room. Safe for concurrent use.
/// </summary>
internal sealed class StoreQueue(int capacity) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<(StoreEntry Entry, TaskCompletionSource Stored)> _waiting = new();
    private readonly List<(StoreEntry Entry, TaskCompletionSource Stored)> _writing = [];
    private readonly SemaphoreSlim _filled = new(0);
    private TaskCompletionSource? _empty;
    private bool _closed;

    /// <summary>Entries that wait, those being written included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _waiting.Count + _writing.Count;
        }
    }

    /// <summary>Adds one.</summary>
    /// <returns>A task that completes when it is stored or nobody should wait for that any more; and what had to make room, or null. After <see
    /// cref="Close"/> that is the entry itself.</returns>
    public (Task Stored, StoreEntry? Displaced) Enqueue(StoreEntry entry)
    {
        StoreEntry? displaced = null;
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_closed)
                return (Task.CompletedTask, entry);
            if (_waiting.Count + _writing.Count >= capacity && _waiting.TryDequeue(out var oldest))
            {
                displaced = oldest.Entry;
                oldest.Stored.TrySetResult();
            }

            _waiting.Enqueue((entry, stored));
            if (_filled.CurrentCount == 0)
                _filled.Release();
        }

        return (stored.Task, displaced);
    }

    /// <summary>Waits until there is something, and takes it: what was taken and not completed first.</summary>
    public async Task<IReadOnlyList<StoreEntry>> NextAsync(int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                while (_writing.Count < limit && _waiting.TryDequeue(out var next))
                    _writing.Add(next);
                if (_writing.Count > 0)
                    return [.. _writing.Select(taken => taken.Entry)];
            }

            await _filled.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What was taken is stored, or given up.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            ReleaseTaken();
            _writing.Clear();
            if (_waiting.Count > 0)
                return;
            _empty?.TrySetResult();
            _empty = null;
        }
    }

    /// <summary>The store fails: nobody waits for what is here any more; it stays, though.</summary>
    public void Release()
    {
        lock (_lock)
        {
            ReleaseTaken();
            foreach (var (_, stored) in _waiting)
                stored.TrySetResult();
        }
    }

    /// <summary>Completes when nothing waits.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && _writing.Count == 0)
                return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    /// <summary>Takes nothing more.</summary>
    /// <returns>What was left.</returns>
    public IReadOnlyList<StoreEntry> Close()
    {
        Release();
        lock (_lock)
        {
            _closed = true;
            StoreEntry[] left = [.. _writing.Concat(_waiting).Select(waiting => waiting.Entry)];
            _writing.Clear();
            _waiting.Clear();
            return left;
        }
    }

    public void Dispose() => _filled.Dispose();

    private void ReleaseTaken()
    {
        foreach (var (_, stored) in _writing)
            stored.TrySetResult();
    }
}
