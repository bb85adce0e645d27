using Gateway.Simulator.Audio;

namespace Gateway.Simulator.Calls;

/// <summary>Plays many calls at once.</summary>
/// <param name="calls">The calls.</param>
/// <param name="spread">The time over which their beginnings are spread evenly.</param>
/// <param name="time">Waits for each call's turn.</param>
/// <param name="random">Shifts calls within a frame.</param>
internal sealed class LoadRun(IReadOnlyList<ScriptedCall> calls, TimeSpan spread, TimeProvider time, Random random)
{
    private int _finished;

    /// <summary>The calls.</summary>
    public IReadOnlyList<ScriptedCall> Calls => calls;

    /// <summary>Calls whose audio is flowing, or has flowed.</summary>
    public int Connected => calls.Count(static call => call.IsConnected);

    /// <summary>Calls that are over.</summary>
    public int Finished => _finished;

    /// <summary>Media messages sent so far.</summary>
    public long MessagesSent => calls.Sum(static call => call.MessagesSent);

    /// <summary>Plays all calls to their ends.</summary>
    public async Task<RunReport> PlayAsync(CancellationToken cancellationToken)
    {
        // Calls whose frames left at the same instant would let a gateway handle them in one go, which flatters it.
        var playing = calls
            .Select((call, i) => PlayAsync(call, spread * i / calls.Count + random.NextDouble() * CallAudio.FrameLength, cancellationToken))
            .ToList();
        return new RunReport(await Task.WhenAll(playing));
    }

    private async Task<CallReport> PlayAsync(ScriptedCall call, TimeSpan delay, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, time, cancellationToken);
        var report = await call.PlayAsync(cancellationToken);
        Interlocked.Increment(ref _finished);
        return report;
    }
}
