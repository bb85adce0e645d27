using System.Collections.Concurrent;
using Gateway.Core;
using Gateway.Media.Conversations;
using Gateway.Media.Twilio;
using Microsoft.Extensions.Logging;

namespace Gateway.Media.Calls;

/// <summary>
/// The calls of this process and the state machine that start and stop requests drive (api.md 3.5). Safe for concurrent use.
/// </summary>
public sealed partial class CallTable
{
    /// <summary>How long an ended call answers a late stop with "already stopped" (INF-20).</summary>
    private static readonly TimeSpan Remembrance = TimeSpan.FromMinutes(10);

    /// <summary>How long a stop waits for the words received before it (INF-23).</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<CallSid, Call> _calls = new();
    private readonly ConcurrentDictionary<CallStream, Call> _streams = new();
    private readonly CallOptions _options;
    private readonly Transcriber _transcriber;
    private readonly ConversationTable _conversations;
    private readonly MediaMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal CallTable(CallOptions options, Transcriber transcriber, ConversationTable conversations, MediaMetrics metrics, TimeProvider time, ILogger logger)
    {
        _options = options;
        _transcriber = transcriber;
        _conversations = conversations;
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    /// <summary>A stream has introduced itself: it feeds its call from now on.</summary>
    public CallStream Open(StreamStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var (stream, interrupted, replaced) = WithCall(start.CallSid, call =>
        {
            var attached = new CallStream(call, start, _options.ReadingBeat, _time);
            var replaced = call.Feeding is not null;
            return (attached, call.Attach(attached), replaced);
        });
        _streams[stream] = stream.Call;
        _metrics.StreamOpened();
        Log.StreamOpened(_logger, start.CallSid, start.StreamSid, string.Join('+', start.Tracks));
        if (interrupted is not null)
            Log.TranscriptionInterrupted(_logger, start.CallSid, "a new media stream replaced the one it was started on");
        else if (replaced)
            Log.StreamReplaced(_logger, start.CallSid, start.StreamSid);
        return stream;
    }

    /// <summary>
    /// A stream has ended, however it did. If it fed a transcription, the last words are recognised and delivered before this completes
    /// (bounded by 5 s; what takes longer is delivered later).
    /// </summary>
    public async Task CloseAsync(CallStream stream, StreamEnding ending)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var call = stream.Call;
        TranscriptionSpan? interrupted;
        lock (call.Sync)
            interrupted = call.Detach(stream, ending);
        _streams.TryRemove(stream, out _);
        _metrics.StreamEnded(ending);
        var counted = stream.Statistics;
        Log.StreamEnded(_logger, call.Sid, stream.Sid, ending, counted.Frames, stream.Missing.TotalMilliseconds, counted.MissingMessages,
            counted.DuplicateFrames, stream.LateFrames, stream.DamagedTimestamps, counted.UnusableFrames, counted.UnknownEvents);
        if (interrupted is null)
            return;
        if (ending != StreamEnding.Stopped)
            Log.TranscriptionInterrupted(_logger, call.Sid, ending == StreamEnding.Shutdown ? "the gateway is shutting down" : "its media stream ended without a stop message");
        await DrainAsync(call.Sid, interrupted).ConfigureAwait(false);
    }

    /// <summary>Opens a call's gate. Waits up to <see cref="CallOptions.StartGrace"/> for media that is on its way (INF-19).</summary>
    public async Task<GateAnswer> StartAsync(CallSid callSid, TranscriptionSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var (call, arrival) = WithCall(callSid, call => !call.TryBeginRequest() ? (null, null)
            : (call, call.Feeding is null ? call.MediaArrivalAsync() : Task.CompletedTask));
        if (call is null)
            return GateAnswer.Refused(GateRefusal.RequestPending);
        try
        {
            await CompletesWithinAsync(arrival!, _options.StartGrace, cancellationToken).ConfigureAwait(false);
            lock (call.Sync)
            {
                if (call.State == CallState.Active)
                    return GateAnswer.Refused(GateRefusal.AlreadyDone);
                if (call.State != CallState.Idle)
                    return GateAnswer.Refused(GateRefusal.NoSuchCall);
                var span = CreateSpan(call, settings);
                call.OpenGate(span, settings);
                Log.TranscriptionStarted(_logger, callSid);
                return GateAnswer.Done(span.Report());
            }
        }
        finally
        {
            EndRequest(call);
        }
    }

    /// <summary>Waits until a stream feeds a call, for whoever has asked Twilio for one.</summary>
    /// <param name="callSid">The call; need not be known yet.</param>
    /// <param name="except">A stream that does not count, because it is known to be broken; null: any counts.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether one does.</returns>
    public async Task<bool> WaitForMediaAsync(CallSid callSid, StreamSid? except, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (call, arrival) = WithCall(callSid, call =>
        {
            call.BeginWait();
            return (call, call.Feeding is null || call.Feeding.Sid == except ? call.MediaArrivalAsync() : Task.CompletedTask);
        });
        try
        {
            return await CompletesWithinAsync(arrival, limit, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (call.Sync)
            {
                call.EndWait();
                RemoveIfOver(call);
            }
        }
    }

    /// <summary>For how long nothing has come on the stream that feeds a call; null when none does.</summary>
    public TimeSpan? SilenceOf(CallSid callSid)
    {
        if (!_calls.TryGetValue(callSid, out var call))
            return null;
        lock (call.Sync)
            return call.Feeding?.Idle;
    }

    /// <summary>
    /// Shuts a call's gate; answers when what was received before has been recognised and handed on, after 5 s at the latest (INF-23).
    /// </summary>
    public async Task<GateAnswer> StopAsync(CallSid callSid)
    {
        if (!_calls.TryGetValue(callSid, out var call))
            return GateAnswer.Refused(GateRefusal.NoSuchCall);
        TranscriptionSpan? span;
        lock (call.Sync)
        {
            if (call.Removed)
                return GateAnswer.Refused(GateRefusal.NoSuchCall);
            if (!call.TryBeginRequest())
                return GateAnswer.Refused(GateRefusal.RequestPending);
            span = call.ShutGate(TranscriptionEnding.Requested);
        }

        try
        {
            if (span is null)
                return GateAnswer.Refused(GateRefusal.AlreadyDone);
            await DrainAsync(callSid, span).ConfigureAwait(false);
            Log.TranscriptionStopped(_logger, callSid);
            return GateAnswer.Done(span.Report());
        }
        finally
        {
            EndRequest(call);
        }
    }

    /// <summary>Lets streams on which nothing comes be read to the last byte. To be called a few times a second.</summary>
    internal void LookAfterBeats()
    {
        foreach (var (stream, _) in _streams)
            stream.LookAfterBeat();
    }

    /// <summary>
    /// What time alone decides: silent streams are given up, spans beyond the limit end, ended calls are forgotten. To be called about once
    /// a second.
    /// </summary>
    public void Sweep()
    {
        foreach (var stream in _streams.Keys)
        {
            if (stream.Idle >= _options.MediaIdle)
                stream.Abort();
        }

        foreach (var call in _calls.Values)
        {
            lock (call.Sync)
            {
                if (call.SpanAge >= _options.MaxSpan)
                {
                    // Its last words leave through the lanes; nobody waits for them here.
                    call.ShutGate(TranscriptionEnding.TooLong);
                    Log.SpanTooLong(_logger, call.Sid, _options.MaxSpan);
                }

                call.FlushStalled(_transcriber.StallLimit);
                RemoveIfOver(call);
            }
        }
    }

    private TranscriptionSpan CreateSpan(Call call, TranscriptionSettings settings)
    {
        var stream = call.Feeding!;
        var (origin, originTime) = (stream.Position, _time.GetUtcNow());
        var transcriptions = stream.Tracks.ToDictionary(
            track => track, track => _transcriber.Begin(call.Conversation, settings.TrackMap[track], settings, origin, originTime));
        return new TranscriptionSpan(_time.GetTimestamp(), originTime, transcriptions);
    }

    private async Task DrainAsync(CallSid callSid, TranscriptionSpan span)
    {
        if (!await CompletesWithinAsync(span.DrainAsync(), DrainLimit, CancellationToken.None).ConfigureAwait(false))
            Log.DrainTooSlow(_logger, callSid, DrainLimit);
    }

    private async Task<bool> CompletesWithinAsync(Task task, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(limit, _time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Does something to a call that stays in the table meanwhile; a call nobody has heard of is created.</summary>
    private T WithCall<T>(CallSid callSid, Func<Call, T> action)
    {
        while (true)
        {
            if (!_calls.TryGetValue(callSid, out var call))
            {
                call = new Call(callSid, _conversations.Join(callSid), _time);
                if (!_calls.TryAdd(callSid, call))
                {
                    _conversations.Leave(call.Conversation);
                    continue;
                }
            }

            lock (call.Sync)
            {
                if (!call.Removed)
                    return action(call);
            }
        }
    }

    private void EndRequest(Call call)
    {
        lock (call.Sync)
        {
            call.EndRequest();
            RemoveIfOver(call);
        }
    }

    /// <summary>Under the call's lock.</summary>
    private void RemoveIfOver(Call call)
    {
        if (call.Removed || !call.TryRemove(Remembrance))
            return;
        _calls.TryRemove(call.Sid, out _);
        _conversations.Leave(call.Conversation);
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Information, "Call {CallSid}: media stream {StreamSid} opened, tracks {Tracks}.")]
        public static partial void StreamOpened(ILogger logger, CallSid callSid, StreamSid streamSid, string tracks);

        [LoggerMessage(1102, LogLevel.Information,
            "Call {CallSid}: media stream {StreamSid} ended ({Ending}) after {Frames} frames; {MissingMs} ms of audio missing, "
            + "{MissingMessages} messages missing, {Duplicates} duplicate, {Late} late frames, {Damaged} damaged timestamps, "
            + "{Unusable} unusable frames, {UnknownEvents} unknown events.")]
        public static partial void StreamEnded(ILogger logger, CallSid callSid, StreamSid streamSid, StreamEnding ending, long frames, double missingMs, long missingMessages, long duplicates, long late, long damaged, long unusable, long unknownEvents);

        [LoggerMessage(1103, LogLevel.Information,
            "Call {CallSid}: media stream {StreamSid} feeds the call from now on; the older one is read and discarded.")]
        public static partial void StreamReplaced(ILogger logger, CallSid callSid, StreamSid streamSid);

        [LoggerMessage(1104, LogLevel.Warning,
            "Call {CallSid}: transcription ended because {Reason}. Its last words are delivered; without recovery "
            + "(Gateway:Twilio:Recovery) a new start request is needed to go on.")]
        public static partial void TranscriptionInterrupted(ILogger logger, CallSid callSid, string reason);

        [LoggerMessage(1105, LogLevel.Information, "Call {CallSid}: transcription started.")]
        public static partial void TranscriptionStarted(ILogger logger, CallSid callSid);

        [LoggerMessage(1106, LogLevel.Information, "Call {CallSid}: transcription stopped.")]
        public static partial void TranscriptionStopped(ILogger logger, CallSid callSid);

        [LoggerMessage(1107, LogLevel.Warning,
            "Call {CallSid}: transcription ended with status 4090 because it went on for {Limit} (Gateway:Calls:MaxSpan). A new start "
            + "request is needed to go on.")]
        public static partial void SpanTooLong(ILogger logger, CallSid callSid, TimeSpan limit);

        [LoggerMessage(1108, LogLevel.Warning,
            "Call {CallSid}: the last words are still being recognised after {Limit}. They will be delivered late and are not counted "
            + "in the summary. The machine is overloaded, or a sink is slow.")]
        public static partial void DrainTooSlow(ILogger logger, CallSid callSid, TimeSpan limit);
    }
}
