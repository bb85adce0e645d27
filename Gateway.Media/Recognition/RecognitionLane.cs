using System.Diagnostics.CodeAnalysis;
using Gateway.Core;
using Gateway.Media.Text;
using Microsoft.Extensions.Logging;

namespace Gateway.Media.Recognition;

/// <summary>
/// The way of one track's utterances through the recogniser, strictly in order. This is the first of the gateway's two queues: the socket
/// loop writes into it and never waits; a worker reads from it. It holds at most twice the longest utterance; beyond that, or when the machine has not kept up for a
/// while, the oldest utterance that nobody has begun to recognise is dropped whole, counted and logged.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Segments and recognitions live for one utterance and are disposed when it is done.")]
internal sealed partial class RecognitionLane
{
    /// <summary>
    /// While the person speaks, a worker is woken for 100 ms of audio: waking costs more than the bookkeeping of one frame.
    /// </summary>
    private const int WakeUpSamples = 800;

    private readonly Lock _lock = new();
    private readonly List<SpeechSegment> _segments = [];
    private readonly RecognitionResources _resources;
    private readonly UtteranceRecognition _recognition;
    private readonly UtteranceWriter _writer;
    private readonly int _capacitySamples;
    private SpeechSegment? _newest;
    private CancellationTokenSource? _anticipation;
    private bool _scheduled;
    private bool _busy;
    private int _waitingSamples;
    private TaskCompletionSource? _idle;
    private TaskCompletionSource? _room;

    public RecognitionLane(RecognitionResources resources, UtteranceRecognition recognition, UtteranceWriter writer, int capacitySamples)
    {
        _resources = resources;
        _recognition = recognition;
        _writer = writer;
        _capacitySamples = capacitySamples;
    }

    /// <summary>Whether the audio comes from a recording: then it can wait for those who are speaking now. May become true at any time.</summary>
    public bool IsRecording { get; set; }

    /// <summary>Somebody begins to speak. Called by the socket loop, like the four methods after it.</summary>
    public void Begin(TimeSpan audioStart)
    {
        lock (_lock)
        {
            _newest = new SpeechSegment(audioStart);
            _segments.Add(_newest);
            Account();
        }
    }

    /// <summary>The next samples of the utterance that began last.</summary>
    /// <param name="samples">As they were received.</param>
    /// <param name="speechEnd">Position up to which speech has been heard.</param>
    public void Append(ReadOnlySpan<short> samples, TimeSpan speechEnd)
    {
        lock (_lock)
        {
            if (_newest is not { State: SegmentState.Open })
                return;
            _waitingSamples += samples.Length;
            // Not here: whoever is told to give up may take his time.
            if (_newest.Enqueue(samples, speechEnd, _resources.Time))
                _ = _anticipation?.CancelAsync();
            if (_waitingSamples > _capacitySamples)
                Shed();
            ScheduleIfRunnable();
        }
    }

    /// <summary>Whoever speaks has paused: it may be the end.</summary>
    public void Pause()
    {
        lock (_lock)
        {
            if (_newest is not { State: SegmentState.Open })
                return;
            _newest.HasPaused = true;
            ScheduleIfRunnable();
        }
    }

    /// <summary>The utterance that began last is over.</summary>
    public void End(TimeSpan speechStart, TimeSpan speechEnd)
    {
        lock (_lock)
        {
            if (_newest is not { State: SegmentState.Open })
                return;
            _waitingSamples -= _newest.Waiting;
            _newest.Complete(speechStart, speechEnd, _resources.Time);
            _waitingSamples += _newest.Waiting;
            if (!IsRecording)
                _newest.Awaited = _resources.Backlog.Await(_newest.EndedAt);
            ScheduleIfRunnable();
        }
    }

    /// <summary>The utterance that began last was none.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            if (_newest is not { State: SegmentState.Open })
                return;
            _newest.State = SegmentState.Abandoned;
            // Nobody works on it yet: it need not wait for its turn, nor take up room meanwhile.
            if (!ReferenceEquals(_newest, _segments[0]) || !(_scheduled || _recognition.HasBegun))
                Discard(_newest);
            else
                ScheduleIfRunnable();
            Account();
        }
    }

    /// <summary>Completes when everything that ended has been recognised and handed on.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
        {
            if (_segments.Count == 0 && !_scheduled)
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>
    /// Completes when at most half of what the lane can hold waits. Whoever waits for it before each second of audio never makes the lane drop anything.
    /// </summary>
    public Task WhenRoomAsync()
    {
        lock (_lock)
        {
            if (_waitingSamples <= _capacitySamples / 2)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>One bounded piece of work on the oldest utterance. Called by one worker at a time.</summary>
    /// <param name="scratch">The worker's own; as long as the samples of one turn.</param>
    public void TakeTurn(short[] scratch)
    {
        var turn = TakeTurnAsync(scratch);
        if (turn.IsCompleted)
            Settle();
        else
            _ = SettleAfterAsync(turn);
    }

    private async Task SettleAfterAsync(ValueTask turn)
    {
        await turn.ConfigureAwait(false);
        Settle();
    }

    /// <summary>Never throws: what fails costs this utterance and no other.</summary>
    private async ValueTask TakeTurnAsync(short[] scratch)
    {
        SpeechSegment segment;
        lock (_lock)
            segment = _segments[0];
        try
        {
            if (!await BeginAsync(segment).ConfigureAwait(false) || !await HearAsync(segment, scratch).ConfigureAwait(false))
                return;
            var hypothesis = await _recognition.FinishAsync().ConfigureAwait(false);
            var timing = new UtteranceTiming(segment.HeardAt, segment.EndedAt, segment.FinishingAt, _resources.Time.GetTimestamp(), default);
            await _writer.WriteAsync(hypothesis, segment, _recognition.Engine.Name, timing).ConfigureAwait(false);
            Remove(segment);
        }
        catch (RecognitionFailedException failure) when (_recognition.FallBack(failure))
        {
            lock (_lock)
            {
                _waitingSamples -= segment.Waiting;
                segment.Rewind();
                _waitingSamples += segment.Waiting;
            }
        }
        catch (Exception failure)
        {
            Log.UtteranceFailed(_resources.Logger, (failure as RecognitionFailedException)?.InnerException ?? failure, _writer.Conversation, _writer.Participant);
            _resources.Metrics.UtteranceFailed();
            Remove(segment);
        }
    }

    /// <summary>Sees to it that an engine listens.</summary>
    /// <returns>Whether one does, and the turn goes on.</returns>
    private async ValueTask<bool> BeginAsync(SpeechSegment segment)
    {
        if (segment.State == SegmentState.Abandoned)
        {
            Remove(segment);
            return false;
        }

        if (IsGivenUp(segment))
        {
            Remove(segment);
            AccountShed(segment);
            return false;
        }

        if (_recognition.HasBegun)
            return true;
        var beginning = _recognition.BeginAsync(IsRecording);
        var atOnce = beginning.IsCompletedSuccessfully;
        // When no place is free, this turn ends here: the scratch buffer belongs to the worker, which moves on.
        await beginning.ConfigureAwait(false);
        return atOnce;
    }

    /// <summary>Gives the engine what it may hear by now, as much as a turn allows.</summary>
    /// <returns>Whether that was all of the utterance.</returns>
    private async ValueTask<bool> HearAsync(SpeechSegment segment, short[] scratch)
    {
        int taken;
        SegmentState state;
        CancellationTokenSource? anticipation = null;
        lock (_lock)
        {
            taken = segment.Take(scratch, _recognition.ClosingSilence);
            GiveRoom(taken);
            state = segment.State == SegmentState.Complete && segment.Available(_recognition.ClosingSilence) > 0 ? SegmentState.Open : segment.State;
            if (segment.State == SegmentState.Complete && segment.FinishingAt == 0)
                segment.FinishingAt = _resources.Time.GetTimestamp();
            if (segment.State == SegmentState.Open && segment.HasPaused && segment.Available(_recognition.ClosingSilence) == 0)
            {
                segment.HasPaused = false;
                _anticipation = anticipation = new CancellationTokenSource();
            }
        }

        if (state == SegmentState.Abandoned)
        {
            Remove(segment);
            return false;
        }

        if (taken > 0)
            _recognition.Push(scratch.AsSpan(0, taken));
        if (anticipation is not null)
        {
            await _recognition.AnticipateAsync(anticipation).ConfigureAwait(false);
            lock (_lock)
                _anticipation = null;
        }

        return state == SegmentState.Complete;
    }

    /// <summary>Under the lock: samples wait no longer.</summary>
    private void GiveRoom(int samples)
    {
        _waitingSamples -= samples;
        if (_room is null || _waitingSamples > _capacitySamples / 2)
            return;
        _room.SetResult();
        _room = null;
    }

    /// <summary>Under the lock: tells the process when the lane has become busy, or idle.</summary>
    private void Account()
    {
        var busy = _segments.Count > 0 || _scheduled;
        if (busy == _busy)
            return;
        _busy = busy;
        if (busy)
            _resources.Backlog.Enter();
        else
            _resources.Backlog.Leave();
    }

    private void Settle()
    {
        _resources.Backlog.Step();
        lock (_lock)
        {
            _scheduled = false;
            ScheduleIfRunnable();
            Account();
            if (_segments.Count > 0 || _scheduled)
                return;
            _idle?.SetResult();
            _idle = null;
        }
    }

    private void ScheduleIfRunnable()
    {
        if (_scheduled || _segments.Count == 0)
            return;
        var oldest = _segments[0];
        if (oldest.State == SegmentState.Open && !oldest.HasPaused && oldest.Available(_recognition.ClosingSilence) < WakeUpSamples)
            return;
        _scheduled = true;
        _resources.Workers.Schedule(this, oldest.State == SegmentState.Complete ? oldest.EndedAt : null);
    }

    /// <summary>Overload: gives up the oldest finished utterance that nobody works on.</summary>
    private void Shed()
    {
        var candidate = _segments.FindIndex(_scheduled || _recognition.HasBegun ? 1 : 0, segment => segment.State == SegmentState.Complete);
        if (candidate < 0)
            return;
        var segment = _segments[candidate];
        Discard(segment);
        AccountShed(segment);
    }

    /// <summary>Whether the machine does not keep up, and nobody has taken the utterance up since its end.</summary>
    private bool IsGivenUp(SpeechSegment segment)
    {
        lock (_lock)
        {
            return segment.State == SegmentState.Complete && segment.FinishingAt == 0 && !IsRecording && !_recognition.HasFailed
                && _resources.Overload.GivesUp(_resources.Time.GetElapsedTime(segment.EndedAt));
        }
    }

    private void AccountShed(SpeechSegment segment)
    {
        _resources.Metrics.UtteranceShed();
        Log.UtteranceShed(_resources.Logger, _writer.Conversation, _writer.Participant, segment.SpeechStart.TotalSeconds);
    }

    private void Remove(SpeechSegment segment)
    {
        _recognition.Release();
        lock (_lock)
            Discard(segment);
    }

    private void Discard(SpeechSegment segment)
    {
        _segments.Remove(segment);
        GiveRoom(segment.Waiting);
        segment.State = SegmentState.Discarded;
        if (segment.Awaited is { } awaited)
            _resources.Backlog.Done(awaited);
        segment.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error,
            "An utterance of the {Participant} in conversation {Conversation} is lost: recognising it or handing it on failed. Later utterances are not "
            + "affected.")]
        public static partial void UtteranceFailed(ILogger logger, Exception failure, ConversationId conversation, Participant participant);

        [LoggerMessage(1002, LogLevel.Error,
            "Overload: the {Participant}'s utterance {Seconds:F1} s into the stream of conversation {Conversation} was dropped because recognition is too far behind. "
            + "Raise Gateway:Recognition:Workers or run fewer calls on this machine.")]
        public static partial void UtteranceShed(ILogger logger, ConversationId conversation, Participant participant, double seconds);
    }
}
