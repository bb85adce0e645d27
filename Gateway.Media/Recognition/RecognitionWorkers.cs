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

    /// <summary>When each worker began the turn that it is at; 0 between turns.</summary>
    private readonly long[] _turnsBegan;
    private readonly TimeProvider _time;
    private bool _disposed;

    /// <param name="count">How many utterances are computed at the same time; at least 1.</param>
    /// <param name="time">The clock that turns are measured with; null: this machine's.</param>
    public RecognitionWorkers(int count, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _threads = new Thread[count];
        _turnsBegan = new long[count];
        for (var i = 0; i < count; i++)
        {
            var worker = i;
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"recognition {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>How long the longest turn that is under way has lasted; zero when no worker is at work.</summary>
    public TimeSpan LongestTurn
    {
        get
        {
            var longest = TimeSpan.Zero;
            for (var i = 0; i < _turnsBegan.Length; i++)
            {
                var began = Volatile.Read(ref _turnsBegan[i]);
                if (began != 0 && _time.GetElapsedTime(began) > longest)
                    longest = _time.GetElapsedTime(began);
            }

            return longest;
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

    private void Work(int worker)
    {
        var scratch = new short[TurnSamples];
        while (Next() is { } lane)
        {
            // A clock that begins at 0 would look like no turn at all.
            Volatile.Write(ref _turnsBegan[worker], Math.Max(1, _time.GetTimestamp()));
            lane.TakeTurn(scratch);
            Volatile.Write(ref _turnsBegan[worker], 0);
        }
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
