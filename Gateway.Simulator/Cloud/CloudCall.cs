using System.Collections.Concurrent;
using Gateway.Core;
using Gateway.Simulator.Audio;

namespace Gateway.Simulator.Cloud;

/// <summary>
/// A call that is going on in the cloud: two people who talk whether or not anybody listens, and any number of streams. Safe for concurrent
/// use.
/// </summary>
internal sealed class CloudCall
{
    private readonly Lock _lock = new();
    private readonly List<CloudStream> _streams = [];
    private readonly ConcurrentBag<Task> _running = [];
    private readonly Func<CloudCall, StreamOrder, (CloudStream Stream, Task Running)> _dial;
    private bool _over;

    /// <param name="sid">Its name.</param>
    /// <param name="line">What is said on it.</param>
    /// <param name="dial">Opens a stream of it.</param>
    public CloudCall(CallSid sid, CallLine line, Func<CloudCall, StreamOrder, (CloudStream Stream, Task Running)> dial)
    {
        Sid = sid;
        Line = line;
        _dial = dial;
    }

    /// <summary>Its name.</summary>
    public CallSid Sid { get; }

    /// <summary>What is said on it.</summary>
    public CallLine Line { get; }

    /// <summary>Fault: what becomes of its status callbacks; null: the usual.</summary>
    public Func<StreamNotice, CallbackTreatment>? Treat { get; set; }

    /// <summary>Fault: what is dialled instead of the URL that was ordered; null: that URL.</summary>
    public Func<string, string>? Redial { get; set; }

    /// <summary>How far it has come, as the REST API words it.</summary>
    public string Status
    {
        get
        {
            lock (_lock)
                return _over ? "completed" : "in-progress";
        }
    }

    /// <summary>Its streams, in the order in which they were asked for.</summary>
    public IReadOnlyList<CloudStream> Streams
    {
        get
        {
            lock (_lock)
                return [.. _streams];
        }
    }

    /// <summary>Opens a stream. It is dialled in the background, and never more than once.</summary>
    /// <exception cref="RestRefusedException">The call is over, or has a stream of that name, which Twilio documents only as not allowed.</exception>
    public CloudStream StartStream(StreamOrder order)
    {
        lock (_lock)
        {
            if (_over)
                throw new RestRefusedException(400, 21220, "Unable to create record: Call is not in-progress. Cannot redirect.");
            if (order.Name is not null && _streams.Exists(stream => stream.IsOpen && stream.Order.Name == order.Name))
                throw new RestRefusedException(400, 20001, $"A stream named {order.Name} exists already");
            var (stream, running) = _dial(this, order);
            _streams.Add(stream);
            _running.Add(running);
            return stream;
        }
    }

    /// <summary>Stops a stream.</summary>
    /// <param name="name">Its SID, or the name that it was ordered with.</param>
    /// <returns>The stream; null if there is none that is open.</returns>
    public CloudStream? StopStream(string name)
    {
        CloudStream? stream;
        lock (_lock)
            stream = _streams.Find(stream => stream.IsOpen && (stream.Sid.ToString() == name || stream.Order.Name == name));
        stream?.Stop();
        return stream;
    }

    /// <summary>Ends the call and with it its streams. A second time it does nothing.</summary>
    /// <returns>Completes when the streams have ended and everybody has been told.</returns>
    public async Task HangUpAsync()
    {
        lock (_lock)
            _over = true;
        foreach (var stream in Streams.Where(static stream => stream.IsOpen))
            stream.Stop();
        await Task.WhenAll(_running);
    }
}
