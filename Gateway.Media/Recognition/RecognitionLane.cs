using System.Diagnostics.CodeAnalysis;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Text;
using Microsoft.Extensions.Logging;

namespace Gateway.Media.Recognition;

/// <summary>
/// The way of one track's utterances through the recogniser, strictly in order. This is the first of the gateway's two queues: the socket
/// loop writes into it and never waits; a worker reads from it. It holds at most twice the longest utterance; beyond that the oldest
/// utterance that nobody has begun to recognise is dropped whole, counted and logged.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Segments and recognitions live for one utterance and are disposed when it is done.")]
internal sealed partial class RecognitionLane
{
    /// <summary>
    /// While the person speaks, a worker is woken for 100 ms of audio: waking costs more than the bookkeeping of one frame.
    /// </summary>
    private const int WakeUpSamples = 800;

    /// <summary>
    /// A recogniser wants to hear the last word end: cut off in mid-word, it may give up the whole utterance. What an utterance lacks of this much
    /// silence at its end is made up for.
    /// </summary>
    private static readonly TimeSpan ClosingSilence = TimeSpan.FromMilliseconds(150);
    private static readonly short[] Silence = new short[Audio.Telephony.Samples(ClosingSilence)];

    private readonly Lock _lock = new();
    private readonly List<SpeechSegment> _segments = [];
    private readonly RecognitionEngine _engine;
    private readonly Speaker _speaker;
    private readonly UtteranceWriter _writer;
    private readonly int _capacitySamples;
    private SpeechSegment? _newest;
    private IRecognition? _recognition;
    private Vocabulary _vocabulary = Vocabulary.Empty;
    private bool _scheduled;
    private bool _busy;
    private int _waitingSamples;
    private TaskCompletionSource? _idle;
    private TaskCompletionSource? _room;

    public RecognitionLane(RecognitionEngine engine, Speaker speaker, UtteranceWriter writer, int capacitySamples)
    {
        _engine = engine;
        _speaker = speaker;
        _writer = writer;
        _capacitySamples = capacitySamples;
    }

    /// <summary>Somebody begins to speak. Called by the socket loop, like the three methods after it.</summary>
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
    public void Append(ReadOnlySpan<short> samples)
    {
        lock (_lock)
        {
            if (_newest is not { State: SegmentState.Open })
                return;
            Enqueue(_newest, samples);
            if (_waitingSamples > _capacitySamples)
                Shed();
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
            var lacking = ClosingSilence - (_newest.AudioEnd - speechEnd);
            if (lacking > TimeSpan.Zero)
                Enqueue(_newest, Silence.AsSpan(0, Math.Min(Silence.Length, Audio.Telephony.Samples(lacking))));
            _newest.SpeechStart = speechStart;
            _newest.SpeechEnd = speechEnd;
            _newest.State = SegmentState.Complete;
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
            if (!ReferenceEquals(_newest, _segments[0]) || !(_scheduled || _recognition is not null))
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
            if (segment.State != SegmentState.Abandoned && _recognition is null)
            {
                _vocabulary = _speaker.Vocabulary?.Current ?? Vocabulary.Empty;
                var beginning = _engine.Recognizer.BeginAsync(_speaker);
                if (!beginning.IsCompletedSuccessfully)
                {
                    // No place is free, or the engine failed. The scratch buffer belongs to the worker, which moves on: this turn ends
                    // here.
                    _recognition = await beginning.ConfigureAwait(false);
                    return;
                }

                _recognition = beginning.Result;
            }

            int taken;
            SegmentState state;
            lock (_lock)
            {
                taken = segment.Samples.Dequeue(scratch);
                GiveRoom(taken);
                state = segment.Samples.Count > 0 && segment.State == SegmentState.Complete ? SegmentState.Open : segment.State;
            }

            if (state == SegmentState.Abandoned)
            {
                Remove(segment);
                return;
            }

            if (taken > 0)
                _recognition!.Push(scratch.AsSpan(0, taken));
            if (state != SegmentState.Complete)
                return;

            var hypothesis = await _recognition!.FinishAsync(CancellationToken.None).ConfigureAwait(false);
            ReleaseRecognition();
            await _writer.WriteAsync(hypothesis with { Vocabulary = _vocabulary }, segment).ConfigureAwait(false);
            Remove(segment);
        }
        catch (Exception failure)
        {
            Log.UtteranceFailed(_engine.Logger, failure, _writer.Conversation, _writer.Participant);
            _engine.Metrics.UtteranceFailed();
            Remove(segment);
        }
    }

    private void Enqueue(SpeechSegment segment, ReadOnlySpan<short> samples)
    {
        segment.Enqueue(samples);
        _waitingSamples += samples.Length;
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
            _engine.Backlog.Enter();
        else
            _engine.Backlog.Leave();
    }

    private void Settle()
    {
        _engine.Backlog.Step();
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
        if (oldest.State == SegmentState.Open && oldest.Samples.Count < WakeUpSamples)
            return;
        _scheduled = true;
        _engine.Workers.Schedule(this, finishing: oldest.State == SegmentState.Complete);
    }

    /// <summary>Overload: gives up the oldest finished utterance that nobody works on.</summary>
    private void Shed()
    {
        var candidate = _segments.FindIndex(_scheduled || _recognition is not null ? 1 : 0, segment => segment.State == SegmentState.Complete);
        if (candidate < 0)
            return;
        var segment = _segments[candidate];
        Discard(segment);
        _engine.Metrics.UtteranceShed();
        Log.UtteranceShed(_engine.Logger, _writer.Conversation, _writer.Participant, segment.SpeechStart.TotalSeconds);
    }

    private void Remove(SpeechSegment segment)
    {
        ReleaseRecognition();
        lock (_lock)
            Discard(segment);
    }

    private void Discard(SpeechSegment segment)
    {
        _segments.Remove(segment);
        GiveRoom(segment.Samples.Count);
        segment.State = SegmentState.Discarded;
        segment.Dispose();
    }

    private void ReleaseRecognition()
    {
        _recognition?.Dispose();
        _recognition = null;
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error,
            "An utterance of the {Participant} in conversation {Conversation} is lost: recognising it or handing it on failed. Later utterances are not "
            + "affected.")]
        public static partial void UtteranceFailed(ILogger logger, Exception failure, Core.ConversationId conversation, Core.Participant participant);

        [LoggerMessage(1002, LogLevel.Error,
            "Overload: the {Participant}'s utterance {Seconds:F1} s into the stream of conversation {Conversation} was dropped because recognition is too far behind. "
            + "Raise Gateway:Recognition:Workers or run fewer calls on this machine.")]
        public static partial void UtteranceShed(ILogger logger, Core.ConversationId conversation, Core.Participant participant, double seconds);
    }
}
