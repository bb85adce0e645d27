namespace Gateway.Media.Recognition;

/// <summary>
/// The threads that compute. Recognition never runs on the threads that serve sockets. Lanes take turns, a bounded piece of work each, so
/// that calls share the processors fairly; a lane whose speaker has finished goes first, because somebody waits for those words.
/// </summary>
internal sealed class RecognitionWorkers : IDisposable
{
    /// <summary>The most samples that a lane may take in one turn: 250 ms of audio, about 25 ms of computing.</summary>
    private const int TurnSamples = 2000;

    private readonly object _lock = new();
    private readonly Queue<RecognitionLane> _finishing = new();
    private readonly Queue<RecognitionLane> _listening = new();
    private readonly Thread[] _threads;
    private bool _disposed;

    /// <param name="count">How many utterances are computed at the same time; at least 1.</param>
    public RecognitionWorkers(int count)
    {
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"recognition {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>
    /// Gives a lane a turn. A lane is queued at most once at a time; it sees to that itself. Does nothing after disposal.
    /// </summary>
    public void Schedule(RecognitionLane lane, bool finishing)
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            (finishing ? _finishing : _listening).Enqueue(lane);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Lets turns under way end, forgets the others, and ends the threads.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            Monitor.PulseAll(_lock);
        }

        foreach (var thread in _threads)
            thread.Join();
    }

    private void Work()
    {
        var scratch = new short[TurnSamples];
        while (Next() is { } lane)
            lane.TakeTurn(scratch);
    }

    private RecognitionLane? Next()
    {
        lock (_lock)
        {
            while (!_disposed)
            {
                if (_finishing.TryDequeue(out var lane) || _listening.TryDequeue(out lane))
                    return lane;
                Monitor.Wait(_lock);
            }

            return null;
        }
    }
}
