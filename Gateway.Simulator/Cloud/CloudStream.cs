using Gateway.Core;
using Gateway.Simulator.Twilio;
using StreamEnding = Gateway.Simulator.Twilio.StreamEnding;

namespace Gateway.Simulator.Cloud;

/// <summary>How far a stream of the cloud has come.</summary>
internal enum CloudStreamState
{
    /// <summary>The gateway is dialled.</summary>
    Dialling,

    /// <summary>Audio flows, or would if the stream were not halted.</summary>
    Streaming,

    /// <summary>It was stopped, or its call is over.</summary>
    Stopped,

    /// <summary>It could not be opened, or was lost.</summary>
    Failed,
}

/// <summary>
/// One stream of a call: dialled once and never again, it sends what is said on the call from then on, and tells its status callback how
/// it fares. Faults are ordered from outside, at any time.
/// </summary>
internal sealed class CloudStream : IDisposable
{
    /// <summary>How long the upgrade may take. Twilio publishes no figure.</summary>
    private static readonly TimeSpan DialLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long the gateway may take to close after <c>stop</c>. Twilio publishes no figure.</summary>
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly CloudCall _call;
    private readonly Func<StreamNotice, Task> _notify;
    private readonly CancellationTokenSource _end = new();
    private volatile TwilioStream? _stream;
    private volatile CloudStreamState _state;
    private volatile bool _halted;
    private int _error;

    /// <param name="call">Its call.</param>
    /// <param name="sid">Its name.</param>
    /// <param name="order">How it was asked for.</param>
    /// <param name="notify">Sends its status callbacks; completes when they have been sent, and never fails.</param>
    public CloudStream(CloudCall call, StreamSid sid, StreamOrder order, Func<StreamNotice, Task> notify)
    {
        _call = call;
        _notify = notify;
        Sid = sid;
        Order = order;
    }

    /// <summary>Its name.</summary>
    public StreamSid Sid { get; }

    /// <summary>How it was asked for.</summary>
    public StreamOrder Order { get; }

    /// <summary>How far it has come.</summary>
    public CloudStreamState State => _state;

    /// <summary>Whether it has not ended.</summary>
    public bool IsOpen => State is CloudStreamState.Dialling or CloudStreamState.Streaming;

    /// <summary>Whether what is said reaches the gateway.</summary>
    public bool Carries => State == CloudStreamState.Streaming && !_halted && FirstSentAt is not null;

    /// <summary>Why it failed, one of the 319xx; null unless it has.</summary>
    public int? Error => _error == 0 ? null : _error;

    /// <summary>The clock's timestamp of its first frame; null: none was sent.</summary>
    public long? FirstSentAt => _stream?.Playhead.SentAt(TimeSpan.FromTicks(1));

    /// <summary>The clock's timestamp of its latest frame; null: none was sent.</summary>
    public long? LastSentAt => _stream?.Playhead is { Position.Ticks: > 0 } playhead ? playhead.SentAt(playhead.Position) : null;

    /// <summary>How its WebSocket ended, once it has; fails if it was never opened.</summary>
    public Task<StreamEnding> Ended => _stream?.Ended ?? Task.FromException<StreamEnding>(new InvalidOperationException("The stream was not opened."));

    /// <summary>Dials, streams, and reports, until the end. Never fails.</summary>
    /// <param name="options">What to dial, and how.</param>
    /// <param name="clock">Paces the audio.</param>
    /// <param name="random">Shakes the frames; for this stream alone.</param>
    public async Task RunAsync(TwilioStreamOptions options, FrameClock clock, Random random)
    {
        try
        {
            using var limit = new CancellationTokenSource(DialLimit, clock.Time);
            await using var stream = await TwilioStream.DialAsync(options, clock, random, limit.Token);
            _stream = stream;
            _state = CloudStreamState.Streaming;
            var started = _notify(new StreamNotice(_call.Sid, Sid, StreamNotice.Started, null));
            try
            {
                await stream.StartAsync(CancellationToken.None);
                await stream.PlayOnAsync(_call.Line, _end.Token, CancellationToken.None);
                await stream.StopAsync(CloseLimit, CancellationToken.None);
                await StoppedAsync();
            }
            catch (StreamLostException) when (_end.IsCancellationRequested)
            {
                await StoppedAsync();
            }
            catch (StreamLostException lost)
            {
                await FailedAsync(StreamErrors.Of(lost.Ending));
            }
            await started;
        }
        catch (UpgradeRefusedException refused)
        {
            await FailedAsync(StreamErrors.Of(refused));
        }
        catch (OperationCanceledException)
        {
            await FailedAsync(StreamErrors.Timeout);
        }
    }

    /// <summary>Ends it as Twilio does: <c>stop</c>, and then the gateway closes. A halted stream is cut.</summary>
    public void Stop()
    {
        _end.Cancel();
        if (_halted)
            _stream?.Abort();
    }

    /// <summary>Fault: resets the TCP connection. The stream fails with 31903.</summary>
    public void Reset() => _stream?.Abort();

    /// <summary>Fault: the TCP connection stays, and nothing passes any more. Nobody notices that but the gateway.</summary>
    public void Halt()
    {
        _halted = true;
        _stream?.Halt();
    }

    /// <summary>Fault: reports an error, while the audio goes on.</summary>
    /// <param name="code">One of the 319xx.</param>
    /// <returns>Completes when the callback has been sent.</returns>
    public Task ReportErrorAsync(int code) => _notify(new StreamNotice(_call.Sid, Sid, StreamNotice.Error, code));

    /// <summary>Forgets it; to be called when it has run.</summary>
    public void Dispose() => _end.Dispose();

    private Task StoppedAsync()
    {
        _state = CloudStreamState.Stopped;
        return _notify(new StreamNotice(_call.Sid, Sid, StreamNotice.Stopped, null));
    }

    private Task FailedAsync(int code)
    {
        _error = code;
        _state = CloudStreamState.Failed;
        return _notify(new StreamNotice(_call.Sid, Sid, StreamNotice.Error, code));
    }
}
