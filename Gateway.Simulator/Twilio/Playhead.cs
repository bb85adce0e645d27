using Gateway.Simulator.Audio;

namespace Gateway.Simulator.Twilio;

/// <summary>How far a stream's audio has been sent, and when each part of it was. Written by the sender, read by anyone.</summary>
internal sealed class Playhead
{
    private readonly Lock _lock = new();
    private readonly List<long> _sentAt = [];
    private readonly PriorityQueue<TaskCompletionSource, TimeSpan> _waiting = new();
    private StreamLostException? _end;

    /// <summary>Where the next frame begins.</summary>
    public TimeSpan Position
    {
        get
        {
            lock (_lock)
                return _sentAt.Count * CallAudio.FrameLength;
        }
    }

    /// <summary>The clock's timestamp at which the frame that ends at, or contains, a position was sent; null if it was not.</summary>
    public long? SentAt(TimeSpan position)
    {
        var frame = (int)((position.Ticks - 1) / CallAudio.FrameLength.Ticks);
        lock (_lock)
            return frame < _sentAt.Count ? _sentAt[frame] : null;
    }

    /// <summary>Completes when everything before a position has been sent.</summary>
    /// <exception cref="StreamLostException">The stream ended before.</exception>
    public Task ReachAsync(TimeSpan position, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (position <= _sentAt.Count * CallAudio.FrameLength)
                return Task.CompletedTask;
            if (_end is not null)
                return Task.FromException(_end);
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(reached, position);
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>One more frame is leaving.</summary>
    public void Advance(long timestamp)
    {
        lock (_lock)
        {
            _sentAt.Add(timestamp);
            while (_waiting.TryPeek(out var reached, out var position) && position <= _sentAt.Count * CallAudio.FrameLength)
            {
                _waiting.Dequeue();
                reached.SetResult();
            }
        }
    }

    /// <summary>No more frames will leave.</summary>
    public void End(StreamLostException reason)
    {
        lock (_lock)
        {
            _end ??= reason;
            while (_waiting.TryDequeue(out var reached, out _))
                reached.SetException(_end);
        }
    }
}
