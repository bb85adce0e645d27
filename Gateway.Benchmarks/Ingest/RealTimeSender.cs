using System.Runtime.InteropServices;

namespace Gateway.Benchmarks.Ingest;

/// <summary>
/// Sends the frames of all calls in real time from one thread, each with a write of its own. Calls are spread evenly over the 20 ms, and a call's outbound frame follows
/// its inbound one after 10 ms: bursts would flatter every server.
/// </summary>
internal sealed partial class RealTimeSender
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    /// <summary>To sleep for less is not worth a call to the kernel.</summary>
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMicroseconds(20);

    private readonly IReadOnlyList<StreamedCall> _calls;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;
    private long _worstLagTicks;
    private volatile bool _enough;

    /// <summary>Begins at once.</summary>
    public RealTimeSender(IReadOnlyList<StreamedCall> calls)
    {
        _calls = calls;
        _thread = new Thread(Run) { IsBackground = true, Name = "real time" };
        _thread.Start();
    }

    /// <summary>Frames sent so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How late the latest frame was since this was last asked.</summary>
    public TimeSpan TakeWorstLag() => TimeSpan.FromTicks(Interlocked.Exchange(ref _worstLagTicks, 0));

    /// <summary>Ends when every track has had its last frame.</summary>
    /// <exception cref="IOException">A connection broke.</exception>
    public Task StopAsync()
    {
        _enough = true;
        return _ended.Task;
    }

    private void Run()
    {
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            for (var round = 0L; !_enough; round++)
            {
                for (var slot = 0; slot < 2 * _calls.Count; slot++)
                {
                    WaitUntil(began, (round * Frame) + (Frame * slot / (2 * _calls.Count)));
                    _calls[slot % _calls.Count].SendFrame(inbound: slot < _calls.Count);
                    Interlocked.Increment(ref _sent);
                }
            }

            _ended.SetResult();
        }
        catch (IOException broken)
        {
            _ended.SetException(broken);
        }
    }

    private void WaitUntil(long began, TimeSpan due)
    {
        var early = due - TimeProvider.System.GetElapsedTime(began);
        if (early > ShortestSleep)
        {
            var rest = new TimeSpec { Nanoseconds = (nint)early.TotalNanoseconds };
            _ = NanoSleep(rest, 0);
        }
        else if (-early.Ticks > Interlocked.Read(ref _worstLagTicks))
        {
            Interlocked.Exchange(ref _worstLagTicks, -early.Ticks);
        }
    }

    /// <summary>The framework sleeps for whole milliseconds only; frames would leave in bursts.</summary>
    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec duration, nint remaining);

    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
