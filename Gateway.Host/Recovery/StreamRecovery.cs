using System.Collections.Concurrent;
using Gateway.Core;
using Gateway.Host.Endpoints;
using Gateway.Host.Security;
using Gateway.Media.Calls;
using Gateway.Transcripts;

namespace Gateway.Host.Recovery;

/// <summary>
/// Brings broken media streams back: asks Twilio for a new stream, waits for its media, and opens the gate with the settings of the last start. A call that
/// has ended, or was stopped by its owner, is left alone. Safe for concurrent use.
/// </summary>
internal sealed partial class StreamRecovery : IHostedService, IDisposable
{
    /// <summary>Twilio delivers in bursts with pauses below a second: a stream that is said to be broken and is silent for longer is.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Calls of an earlier run that are looked after at once; each costs a request to Twilio.</summary>
    private const int MaxResumed = 1000;

    private readonly ConcurrentDictionary<CallSid, CancellationTokenSource> _active = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CallTable _calls;
    private readonly CallWatch _watch;
    private readonly TwilioRest _rest;
    private readonly StreamToken _tokens;
    private readonly PublicOrigin _origin;
    private readonly RecoveryOptions _options;
    private readonly ITranscriptStore _store;
    private readonly RecoveryMetrics _metrics;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly ILogger<StreamRecovery> _logger;

    public StreamRecovery(
        CallTable calls, CallWatch watch, TwilioRest rest, StreamToken tokens, PublicOrigin origin, TwilioOptions options, ITranscriptStore store, RecoveryMetrics metrics,
        IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StreamRecovery> logger)
    {
        _calls = calls;
        _watch = watch;
        _rest = rest;
        _tokens = tokens;
        _origin = origin;
        _options = options.Recovery;
        _store = store;
        _metrics = metrics;
        _lifetime = lifetime;
        _time = time;
        _logger = logger;
        _watch.Interrupted = interruption => Begin(interruption);
    }

    /// <summary>Recoveries under way.</summary>
    public int Active => _active.Count;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not before the streams that are asked for can be accepted.
        _lifetime.ApplicationStarted.Register(() => _ = ResumeAsync());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _stopping.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    /// <summary>The owner does not want a call transcribed any more.</summary>
    public void Withdraw(CallSid call)
    {
        if (!_active.TryGetValue(call, out var attempt))
            return;
        Log.Withdrawn(_logger, call);
        attempt.Cancel();
    }

    /// <summary>Twilio has told something about a stream. Returns at once; duplicates, and any order, do no harm.</summary>
    public void Report(StreamEvent told)
    {
        _metrics.Told(told.Kind);
        if (told.Kind == StreamEventKind.Started)
            return;
        Log.Told(_logger, told.Call, told.Stream, told.Kind, told.Code);
        _ = LookAfterAsync(told);
    }

    private async Task LookAfterAsync(StreamEvent told)
    {
        try
        {
            if (_watch.Ask(told.Call, history => (bool?)history.IsTranscribing) is not { } transcribing)
            {
                // Nothing is known here: perhaps an earlier run has transcribed it.
                if (_watch.Adopt(told.Call, await _store.EventsOfAsync(told.Call.ToString(), _stopping.Token)) is { } earlier && earlier.Stream == told.Stream)
                    Begin(earlier);
                return;
            }

            // What has broken was noticed here already; what is told of an older stream is of no interest.
            if (!transcribing || _watch.Ask(told.Call, history => history.Stream) != told.Stream)
                return;
            if (!await IsSilentAsync(told.Call))
            {
                Log.GoesOn(_logger, told.Call, told.Stream);
                return;
            }

            if (_watch.Ask(told.Call, history => history.IsTranscribing && history.Stream == told.Stream ? history.Interruption(StreamEnding.Lost) : null) is { } broken)
                Begin(broken with { At = _time.GetUtcNow() - (_calls.SilenceOf(told.Call) ?? TimeSpan.Zero) });
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception failure) when (failure is StoreUnavailableException or UnreadableContentException)
        {
            Log.NoHistory(_logger, told.Call, failure.Message);
        }
    }

    /// <summary>Calls that an earlier run of this node was transcribing when it ended.</summary>
    private async Task ResumeAsync()
    {
        try
        {
            if (_options.ResumeWithin == TimeSpan.Zero)
                return;
            var resumed = 0;
            foreach (var id in await _store.CompletedSinceAsync(_time.GetUtcNow() - _options.ResumeWithin, MaxResumed, _stopping.Token))
            {
                if (CallSid.TryParse(id, out var call) && _watch.Adopt(call, await _store.EventsOfAsync(id, _stopping.Token)) is { } interruption)
                {
                    // Of a run that was killed nobody knows when it ended: what is certain is that nothing was transcribed until now.
                    Begin(interruption with { At = interruption.At ?? _time.GetUtcNow() });
                    resumed++;
                }
            }

            if (resumed > 0)
                Log.Resuming(_logger, resumed);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception failure) when (failure is StoreUnavailableException or UnreadableContentException)
        {
            Log.NothingResumed(_logger, failure.Message);
        }
    }

    /// <summary>Whether nothing comes on a call's stream any more; looks at it for a moment when something has come just now.</summary>
    private async Task<bool> IsSilentAsync(CallSid call)
    {
        using var timer = new PeriodicTimer(Glance, _time);
        for (var looked = TimeSpan.Zero; looked <= 2 * Silence; looked += Glance)
        {
            if (_calls.SilenceOf(call) is not { } silence || silence >= Silence)
                return true;
            await timer.WaitForNextTickAsync(_stopping.Token);
        }

        return false;
    }

    private void Begin(Interruption interruption)
    {
        var attempt = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        // One at a time for each call: whatever else reports the same break is a repetition.
        if (!_active.TryAdd(interruption.Call, attempt))
        {
            attempt.Dispose();
            return;
        }

        // On a thread of its own choosing: whoever found the break holds the call's lock.
        _ = Task.Run(() => RecoverAsync(interruption, attempt));
    }

    private async Task RecoverAsync(Interruption interruption, CancellationTokenSource attempt)
    {
        var call = interruption.Call;
        var began = _time.GetTimestamp();
        var outcome = RecoveryOutcome.GaveUp;
        try
        {
            Log.Begun(_logger, call, interruption.Stream, interruption.Reason);
            outcome = _watch.Ask(call, history => history.Recoveries) >= _options.MaxPerCall
                ? GiveUp(call, $"it has been recovered {_options.MaxPerCall} times (Gateway:Twilio:Recovery:MaxPerCall)")
                : await TryUntilAsync(interruption, began, attempt.Token);
        }
        catch (OperationCanceledException)
        {
            outcome = _stopping.IsCancellationRequested ? RecoveryOutcome.Interrupted : RecoveryOutcome.Withdrawn;
        }
        catch (Exception unexpected)
        {
            Log.Faulted(_logger, unexpected, call);
        }
        finally
        {
            _active.TryRemove(call, out _);
            Conclude(interruption, outcome, _time.GetElapsedTime(began));
            attempt.Dispose();
        }
    }

    /// <summary>One try after the other, with growing pauses, until one succeeds, none is wanted, or time is up.</summary>
    private async Task<RecoveryOutcome> TryUntilAsync(Interruption interruption, long began, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        for (var number = 1; ; number++)
        {
            var (outcome, trouble) = await TryOnceAsync(interruption, number, cancellationToken);
            if (outcome is { } decided)
                return decided;
            if (_time.GetElapsedTime(began) + pause >= _options.GiveUpAfter)
                return GiveUp(interruption.Call, $"it was tried {number} times in {_options.GiveUpAfter.TotalSeconds:0} s (Gateway:Twilio:Recovery:GiveUpAfter); the last time {trouble}");
            Log.TriedInVain(_logger, interruption.Call, number, trouble);
            await Task.Delay(pause, _time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <returns>What has come of it, or null and why it is to be tried again.</returns>
    private async Task<(RecoveryOutcome? Outcome, string Trouble)> TryOnceAsync(Interruption interruption, int number, CancellationToken cancellationToken)
    {
        var call = interruption.Call;
        // A stream that is there already was asked for by somebody else, or by a request whose answer was lost.
        if (!await _calls.WaitForMediaAsync(call, interruption.Stream, TimeSpan.Zero, cancellationToken))
        {
            var status = await _rest.FetchCallAsync(call, cancellationToken);
            if (status is { Outcome: TwilioOutcome.Refused, Code: 20404 } || status.Value is { } known && known is not (TwilioCallStatus.InProgress or TwilioCallStatus.Ringing or TwilioCallStatus.Queued or TwilioCallStatus.Initiated or TwilioCallStatus.Other))
                return (RecoveryOutcome.CallEnded, "");
            if (status.Outcome == TwilioOutcome.Refused)
                return (GiveUp(call, $"Twilio refuses to tell about it: {Text(status)}"), "");
            if (status.Outcome != TwilioOutcome.Done)
                return (null, $"Twilio did not tell whether the call goes on: {Text(status)}");

            var created = await _rest.CreateStreamAsync(call, RequestFor(interruption, number), cancellationToken);
            if (created.Outcome == TwilioOutcome.Refused)
                return created.Status == 404 || created.Code == 21220 ? (RecoveryOutcome.CallEnded, "") : (GiveUp(call, $"Twilio refuses a new stream: {Text(created)}"), "");
            // Unknown: there may be a stream, so its media is waited for as well before another one is asked for.
            if (created.Outcome is TwilioOutcome.RateLimited or TwilioOutcome.Unreachable)
                return (null, $"Twilio could not be asked for a new stream: {Text(created)}");
            if (!await _calls.WaitForMediaAsync(call, interruption.Stream, _options.MediaWait, cancellationToken))
                return (null, $"the media of the new stream did not arrive within {_options.MediaWait.TotalSeconds:0} s");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var answer = await _calls.StartAsync(call, interruption.Settings, cancellationToken);
        if (cancellationToken.IsCancellationRequested)
        {
            // Stopped in the very moment in which the gate opened.
            await _calls.StopAsync(call);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return answer.Refusal switch
        {
            null => (RecoveryOutcome.Recovered, ""),
            GateRefusal.AlreadyDone => (RecoveryOutcome.StartedByOwner, ""),
            _ => (null, "the gate could not be opened"),
        };
    }

    private StreamRequest RequestFor(Interruption interruption, int number) => new()
    {
        Url = $"{_origin.WebSocket}{MediaStreamEndpoint.Path}/{_tokens.Issue("recovery")}",
        Name = $"recovery-{_time.GetUtcNow().ToUnixTimeMilliseconds()}-{number}",
        Tracks = interruption.Tracks,
        StatusCallback = StreamStatusEndpoint.CallbackUrl(_origin.Https),
    };

    private RecoveryOutcome GiveUp(CallSid call, string reason)
    {
        Log.GaveUp(_logger, call, reason);
        return RecoveryOutcome.GaveUp;
    }

    private void Conclude(Interruption interruption, RecoveryOutcome outcome, TimeSpan took)
    {
        var call = interruption.Call;
        _metrics.Concluded(outcome, took);
        switch (outcome)
        {
            case RecoveryOutcome.Recovered:
                Log.Recovered(_logger, call, took.TotalSeconds);
                break;
            case RecoveryOutcome.CallEnded or RecoveryOutcome.Withdrawn or RecoveryOutcome.StartedByOwner:
                Log.NotNeeded(_logger, call, outcome);
                break;
            default:
                break;
        }

        var now = _time.GetUtcNow();
        // On record, so that it is not resumed after a restart.
        if (outcome == RecoveryOutcome.Withdrawn)
            _watch.Record(new TranscriptionEnded(call, now, TranscriptionEnding.Requested));
        if (outcome is RecoveryOutcome.Recovered or RecoveryOutcome.StartedByOwner or RecoveryOutcome.GaveUp)
            _watch.Record(new TranscriptionGap(call, now, interruption.At ?? now, interruption.Reason, outcome != RecoveryOutcome.GaveUp));
        if (outcome is RecoveryOutcome.CallEnded or RecoveryOutcome.Withdrawn or RecoveryOutcome.GaveUp)
            _watch.Forget(call);
    }

    private static string Text<T>(TwilioAnswer<T> answer)
        where T : struct => $"{answer.Outcome}, HTTP status {answer.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, code {answer.Code?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}: {answer.Detail}";
}
