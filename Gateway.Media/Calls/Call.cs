using Gateway.Core;
using Gateway.Media.Conversations;

namespace Gateway.Media.Calls;

/// <summary>The states of api.md 3.5.</summary>
internal enum CallState
{
    /// <summary>A request has named the call, its media has not come.</summary>
    NoMedia,

    /// <summary>Media is there, the gate is shut.</summary>
    Idle,

    /// <summary>The gate is open.</summary>
    Active,

    /// <summary>Media has ended; kept for a while so that a late stop is told apart from an unknown call (INF-20).</summary>
    Ended,
}

/// <summary>
/// One call: which stream feeds it and whether its gate is open. Every member is called under the lock of <see cref="Sync"/>, and none
/// waits. From its first start on it tells the conversation's record what happens to it; of calls that nobody wants transcribed nothing is
/// kept.
/// </summary>
internal sealed class Call(CallSid sid, Conversation conversation, TimeProvider time)
{
    private bool _onRecord;
    private CallStream? _feeding;
    private TranscriptionSpan? _span;
    private long? _endedAt;
    private bool _requestPending;
    private int _waiting;
    private TaskCompletionSource? _mediaArrived;

    public CallSid Sid { get; } = sid;

    public Lock Sync { get; } = new();

    /// <summary>The conversation that it carries.</summary>
    public Conversation Conversation => conversation;

    /// <summary>Whether the call has been taken out of the table; whoever still holds it must look again.</summary>
    public bool Removed { get; private set; }

    public CallState State => _span is not null ? CallState.Active
        : _feeding is not null ? CallState.Idle
        : _endedAt is not null ? CallState.Ended
        : CallState.NoMedia;

    /// <summary>The stream whose audio counts: the newest one, while it lives.</summary>
    public CallStream? Feeding => _feeding;

    /// <summary>Since when the gate has been open; zero when it is not.</summary>
    public TimeSpan SpanAge => _span is null ? TimeSpan.Zero : time.GetElapsedTime(_span.StartedAt);

    /// <summary>Ends utterances on tracks that have fallen silent without saying so.</summary>
    public void FlushStalled(TimeSpan limit) => _span?.FlushStalled(time, limit);

    /// <summary>Lets one start or stop request in; false while another is being processed.</summary>
    public bool TryBeginRequest()
    {
        if (_requestPending)
            return false;
        _requestPending = true;
        return true;
    }

    public void EndRequest() => _requestPending = false;

    /// <summary>Somebody waits for media: meanwhile the call stays in the table. To be followed by one <see cref="EndWait"/>.</summary>
    public void BeginWait() => _waiting++;

    public void EndWait() => _waiting--;

    /// <summary>Completes when the next stream begins to feed the call.</summary>
    public Task MediaArrivalAsync()
    {
        _mediaArrived ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _mediaArrived.Task;
    }

    /// <summary>
    /// A new stream feeds the call from now on. Older ones carry the same audio and are read and discarded.
    /// </summary>
    /// <returns>The span that this ends, because a start belongs to the stream it found (INF-11); null when the gate was shut.</returns>
    public TranscriptionSpan? Attach(CallStream stream)
    {
        var interrupted = ShutGate(TranscriptionEnding.MediaReplaced);
        if (_feeding is null)
            conversation.BeginLeg();
        _feeding = stream;
        _endedAt = null;
        if (_onRecord)
            RecordLeg();
        _mediaArrived?.TrySetResult();
        _mediaArrived = null;
        return interrupted;
    }

    /// <summary>
    /// A stream ended. Only the end of the feeding one matters, even when an older one still lives: that counts as media loss.
    /// </summary>
    /// <returns>The span that this ends, or null.</returns>
    public TranscriptionSpan? Detach(CallStream stream, StreamEnding ending)
    {
        var feeds = ReferenceEquals(stream, _feeding);
        var interrupted = feeds ? ShutGate(TranscriptionEnding.MediaEnded) : null;
        var ended = stream.OnRecord ? new MediaEnded(Sid, time.GetUtcNow(), stream.Sid, ending, Completes: false) : null;
        if (!feeds)
        {
            if (ended is not null)
                conversation.Record(ended);
            return null;
        }

        conversation.EndLeg(ended);
        _feeding = null;
        _endedAt = time.GetTimestamp();
        return interrupted;
    }

    /// <summary>Only in state <see cref="CallState.Idle"/>.</summary>
    public void OpenGate(TranscriptionSpan span, TranscriptionSettings settings)
    {
        _onRecord = true;
        if (!_feeding!.OnRecord)
            RecordLeg();
        var report = span.Report();
        conversation.Record(new TranscriptionStarted(Sid, span.OriginTime, settings, report.Customer?.Stream, report.Agent?.Stream));
        _span = span;
        _feeding.OpenGate(span);
    }

    /// <summary>Shuts the gate: no frame that arrives later gets in.</summary>
    /// <returns>The span that was open, its last utterances on their way; null when there was none.</returns>
    public TranscriptionSpan? ShutGate(TranscriptionEnding ending)
    {
        var span = _span;
        if (span is not null)
            conversation.Record(new TranscriptionEnded(Sid, time.GetUtcNow(), ending));
        _feeding?.ShutGate();
        span?.Close();
        _span = null;
        return span;
    }

    /// <summary>Takes the call out of the table when nothing needs it any more.</summary>
    /// <param name="remembrance">How long an ended call is remembered.</param>
    public bool TryRemove(TimeSpan remembrance)
    {
        Removed = !_requestPending && _waiting == 0 && (State == CallState.NoMedia || (State == CallState.Ended && time.GetElapsedTime(_endedAt!.Value) >= remembrance));
        return Removed;
    }

    private void RecordLeg()
    {
        _feeding!.OnRecord = true;
        conversation.Record(new MediaStarted(Sid, _feeding.OpenedAt, _feeding.Sid));
    }
}
