namespace Gateway.Media.Recognition;

/// <summary>
/// The threads that compute. Recognition never runs on the threads that serve sockets. Lanes take turns, a bounded piece of work each, so
/// that calls share the processors fairly; lanes whose speakers have finished go first, whoever has waited longest before the others, because somebody waits for those words.
/// Recordings take what people who are speaking now leave.
/// </summary>
internal sealed class RecognitionWorkers : IDisposable
{
    /// <summary>The most samples that a lane may take in one turn: 250 ms of audio, about 25 ms of computing.</summary>
    private const int TurnSamples = 2000;

    /// <summary>After so many turns of the living a recording has one, however many wait: its socket must not stand still for hours.</summary>
    private const int LiveTurns = 16;

    private readonly object _lock = new();
    private readonly PriorityQueue<RecognitionLane, long> _finishing = new();
    private readonly Queue<RecognitionLane> _listening = new();
    private readonly Queue<RecognitionLane> _recorded = new();
    private readonly List<CancellationTokenSource> _lent = [];
    private int _liveTurns;
    private int _idle;
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

    /// <summary>How many utterances are computed at the same time.</summary>
    public int Count => _threads.Length;

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
    /// <param name="lane">Which.</param>
    /// <param name="endedAt">Timestamp at which its speaker finished the utterance; null: still speaks.</param>
    public void Schedule(RecognitionLane lane, long? endedAt)
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            if (lane.IsRecording)
                _recorded.Enqueue(lane);
            else if (endedAt is { } since)
                _finishing.Enqueue(lane, since);
            else
                _listening.Enqueue(lane);
            if (_idle == 0 && _lent.Count > 0 && !lane.IsRecording)
            {
                _ = _lent[0].CancelAsync();
                _lent.RemoveAt(0);
            }

            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Lets a worker compute something that may turn out to be in vain, if no live speech needs it.</summary>
    /// <param name="borrower">Cancelled when the thread is needed. Must be given to <see cref="TakeBack"/> in the end.</param>
    /// <returns>Whether it may.</returns>
    public bool TryLend(CancellationTokenSource borrower)
    {
        lock (_lock)
        {
            if (_finishing.Count > 0 || _listening.Count > 0)
                return false;
            _lent.Add(borrower);
            return true;
        }
    }

    /// <summary>The worker has its thread back.</summary>
    public void TakeBack(CancellationTokenSource borrower)
    {
        lock (_lock)
            _lent.Remove(borrower);
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
                if (_liveTurns < LiveTurns && (_finishing.TryDequeue(out var lane, out _) || _listening.TryDequeue(out lane)))
                {
                    _liveTurns++;
                    return lane;
                }

                _liveTurns = 0;
                if (_recorded.TryDequeue(out lane) || _finishing.TryDequeue(out lane, out _) || _listening.TryDequeue(out lane))
                    return lane;
                _idle++;
                Monitor.Wait(_lock);
                _idle--;
            }

            return null;
        }
    }
}
