using System.Runtime.InteropServices;
using Gateway.Core;
using Gateway.Media.Conversations;
using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Direct;

/// <summary>
/// The order of one direct stream: what may come when, and what is answered (api.md 7.3). Knows no socket. The socket's reader, the sweeper and the recogniser
/// call it; nothing in it waits under its lock.
/// </summary>
internal sealed class DirectSession : IUtteranceSink
{
    /// <summary>The most bytes of audio that are taken at once: about half a second.</summary>
    public const int PieceBytes = 8 * 1024;

    /// <summary>Whoever teaches vocabulary and does not begin only takes up room.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    /// <summary>Speech comes at the pace of speech: what is further ahead of the clock is a recording.</summary>
    private static readonly TimeSpan LivePace = TimeSpan.FromSeconds(2);

    /// <summary>How long words may take to be recognised after a <c>finishStream</c>: many recordings may be under way at once.</summary>
    private static readonly TimeSpan FinishLimit = TimeSpan.FromMinutes(5);

    /// <summary>The same after any other end (INF-23).</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<DirectEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly short[] _samples = new short[PieceBytes / sizeof(short) + 1];
    private readonly DirectServices _services;
    private readonly Conversation _conversation;
    private readonly Func<bool> _mayBegin;
    private readonly long _connectedAt;
    private readonly SessionVocabulary _vocabulary;
    private readonly TimeProvider _time;

    private Phase _phase;
    private Transcription? _transcription;
    private long _startedAt;
    private long _lastDataAt;
    private bool _disobeyed;
    private long _audioBytes;
    private byte? _half;

    /// <param name="services">What every session needs.</param>
    /// <param name="conversation">What it takes part in.</param>
    /// <param name="mayBegin">Asked once, when it is to begin; otherwise its <c>startStream</c> is answered with 5002.</param>
    public DirectSession(DirectServices services, Conversation conversation, Func<bool> mayBegin)
    {
        _services = services;
        _conversation = conversation;
        _mayBegin = mayBegin;
        _connectedAt = services.Time.GetTimestamp();
        _vocabulary = services.Transcriber.NewVocabulary();
        _time = services.Time;
        _lastDataAt = _time.GetTimestamp();
    }

    private enum Phase
    {
        Connected,
        Streaming,
        Finishing,
        Over,
    }

    /// <summary>What the client is to be sent.</summary>
    public Outbox Outbox { get; } = new();

    /// <summary>The name of its transcription; null before it has begun.</summary>
    public StreamId? Stream => _transcription?.Stream;

    /// <summary>Whether audio has come faster than it is recognised, and no more is taken for now.</summary>
    public bool WaitsForRoom { get; private set; }

    /// <summary>Whether its last words could not be waited for; they go to the other sinks.</summary>
    public bool IsOverdue { get; private set; }

    /// <summary>Whether it has begun: only then it counts among the streams.</summary>
    public bool HasBegun => _transcription is not null;

    /// <summary>A text message has come.</summary>
    public void AcceptText(ReadOnlyMemory<byte> text)
    {
        lock (_lock)
        {
            _lastDataAt = _time.GetTimestamp();
            if (_phase == Phase.Finishing)
                _disobeyed = true;
            if (_phase is Phase.Finishing or Phase.Over)
                return;
            Follow(ClientMessageReader.Read(text));
        }
    }

    /// <summary>A piece of audio has come, however the client has cut it.</summary>
    /// <param name="piece">At most <see cref="PieceBytes"/>.</param>
    /// <returns>Completes when the next piece may come: audio that comes faster than it can be recognised has to wait (api.md 7.5).</returns>
    public Task AcceptAudioAsync(ReadOnlySpan<byte> piece)
    {
        Task room;
        lock (_lock)
        {
            _lastDataAt = _time.GetTimestamp();
            if (_phase == Phase.Connected)
                End(DirectEnd.Refused(StatusCode.MessageOrder, "Audio came before startStream"));
            // What comes after finishStream, or for a start that was refused, is dropped (C15).
            if (_phase != Phase.Streaming)
                return Task.CompletedTask;
            Feed(piece);
            room = _transcription!.WhenRoomAsync();
            WaitsForRoom = !room.IsCompleted;
        }

        return room.IsCompleted ? room : WaitAsync(room);
    }

    /// <summary>Nothing more has come for now: a <c>finishStream</c> was the last message, and takes effect.</summary>
    public void Settle()
    {
        lock (_lock)
        {
            if (_phase == Phase.Finishing)
                _ended.TrySetResult(DirectEnd.Finished);
        }
    }

    /// <summary>Ends the stream; the first end counts.</summary>
    public void End(DirectEnd end)
    {
        lock (_lock)
        {
            if (!_ended.Task.IsCompleted)
                _phase = Phase.Over;
            _ended.TrySetResult(end);
        }
    }

    /// <summary>What time alone decides. To be called about once a second.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            if (_phase is Phase.Finishing or Phase.Over)
                return;
            if (_transcription is not null && _time.GetElapsedTime(_startedAt) >= _services.Options.MaxSpan)
                End(DirectEnd.TooLong);
            else if (_transcription is null && _time.GetElapsedTime(_connectedAt) >= StartLimit)
                End(DirectEnd.Idle);
            else if (WaitsForRoom)
                return;
            else if (_time.GetElapsedTime(_lastDataAt) >= _services.Options.MediaIdle)
                End(DirectEnd.Idle);
            else
                _transcription?.FlushStalled(_time, _services.Transcriber.StallLimit);
        }
    }

    /// <inheritdoc/>
    public ValueTask AcceptAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        Send(ServerMessage.Transcript(utterance));
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for the end, whatever it is; then lets the last words be recognised, and adds the final response.</summary>
    /// <param name="stopping">Fires when the process is about to end: then nothing is waited for long.</param>
    /// <returns>How it ended.</returns>
    public async Task<DirectEnd> FinishAsync(CancellationToken stopping)
    {
        var end = await _ended.Task.ConfigureAwait(false);
        lock (_lock)
            _transcription?.Flush();
        IsOverdue = _transcription is not null && !await DrainAsync(end == DirectEnd.Finished ? FinishLimit : DrainLimit, stopping).ConfigureAwait(false);
        if (IsOverdue && end == DirectEnd.Finished)
            end = DirectEnd.Fault;

        lock (_lock)
        {
            if (_disobeyed && end == DirectEnd.Finished)
                end = DirectEnd.Refused(StatusCode.MessageOrder, "A message came after finishStream");
            _phase = Phase.Over;
        }

        var report = Report();
        if (report is not null)
            Record(report.Stream, end);
        if (end.Code is { } code)
            Outbox.TrySend(ServerMessage.FinalResponse(Stream, code, IsOverdue ? $"{end.Reason}. The last words are still being recognised and will not be sent on this stream" : end.Reason, report));
        Outbox.Complete();
        return end;
    }

    /// <summary>What has gone through; null when it never began.</summary>
    public ParticipantReport? Report()
    {
        lock (_lock)
            return _transcription is null ? null : _transcription.Report() with { TotalAudioBytes = _audioBytes };
    }

    private void Follow(ClientMessage message)
    {
        switch (message)
        {
            case StartStream when _phase != Phase.Connected:
                End(DirectEnd.Refused(StatusCode.MessageOrder, "startStream came a second time"));
                break;
            case StartStream start:
                Start(start);
                break;
            case FinishStream when _phase == Phase.Connected:
                End(DirectEnd.Refused(StatusCode.MessageOrder, "finishStream came before startStream"));
                break;
            case FinishStream:
                _phase = Phase.Finishing;
                break;
            case Unusable unusable:
                End(DirectEnd.Refused(unusable.Code, unusable.Reason));
                break;
            case UpdateVocabulary update:
                Send(Learn(update));
                break;
            default:
                break;
        }
    }

    /// <summary>Mistakes leave the stream as it was (INF-53).</summary>
    private byte[] Learn(UpdateVocabulary update)
    {
        if (PhraseListReader.Read(update.Phrases, out var entries) is { } misshapen)
            return ServerMessage.VocabularyResponse(StatusCode.VocabularyFormat, misshapen);
        return _vocabulary.Add(entries) is { } mistake
            ? ServerMessage.VocabularyResponse(mistake.Kind == VocabularyMistakeKind.BeyondLimit ? StatusCode.VocabularyLimit : StatusCode.VocabularyFormat, mistake.Message)
            : ServerMessage.VocabularyResponse(StatusCode.Ok, "OK");
    }

    private void Send(byte[] message)
    {
        if (!Outbox.TrySend(message))
            End(DirectEnd.Unread);
    }

    private void Start(StartStream asked)
    {
        if (_services.Terms.Refuse(asked.Settings) is { } refusal)
        {
            End(DirectEnd.Refused(refusal.Code, $"{refusal.Member} {refusal.Reason}"));
            return;
        }

        if (!_mayBegin())
        {
            End(DirectEnd.Refused(StatusCode.NoCapacity, "The gateway cannot take one more stream now"));
            return;
        }

        var now = _time.GetUtcNow();
        _startedAt = _time.GetTimestamp();
        _transcription = _services.Transcriber.Begin(_conversation, asked.Participant, asked.Settings, TimeSpan.Zero, now, _vocabulary, this);
        _phase = Phase.Streaming;
        var stream = _transcription.Stream;
        var isCustomer = asked.Participant == Participant.Customer;
        _conversation.BeginLeg();
        _conversation.Record(new MediaStarted(_conversation.Id, now, StreamSid.Of(stream)));
        _conversation.Record(new TranscriptionStarted(_conversation.Id, now, asked.Settings, isCustomer ? stream : null, isCustomer ? null : stream));
        _services.Metrics.StreamOpened();
        Send(ServerMessage.StartResponse(stream));
    }

    private void Record(StreamId stream, DirectEnd end)
    {
        var why = end.Ending switch
        {
            StreamEnding.Stopped => TranscriptionEnding.Requested,
            StreamEnding.TooLong => TranscriptionEnding.TooLong,
            _ => TranscriptionEnding.MediaEnded,
        };
        var now = _time.GetUtcNow();
        _conversation.Record(new TranscriptionEnded(_conversation.Id, now, why));
        _conversation.EndLeg(new MediaEnded(_conversation.Id, now, StreamSid.Of(stream), end.Ending, Completes: false));
        _services.Metrics.StreamEnded(end.Ending);
    }

    /// <summary>Samples are little-endian (INF-50), as on every machine that this runs on. Half a sample waits for its other half.</summary>
    private void Feed(ReadOnlySpan<byte> piece)
    {
        var bytes = MemoryMarshal.AsBytes(_samples.AsSpan());
        var carried = _half is null ? 0 : 1;
        bytes[0] = _half.GetValueOrDefault();
        piece.CopyTo(bytes[carried..]);
        var length = carried + piece.Length;
        _half = length % sizeof(short) == 0 ? null : bytes[length - 1];
        // Whole samples only: a carried half belongs to the sample that begins here.
        _transcription!.Accept(_samples.AsSpan(0, length / sizeof(short)), Audio.Telephony.Duration(_audioBytes / sizeof(short)), _lastDataAt);
        _audioBytes += piece.Length;
        if (!_transcription.IsRecording && Audio.Telephony.Duration(_audioBytes / sizeof(short)) > _time.GetElapsedTime(_startedAt) + LivePace)
            _transcription.IsRecording = true;
    }

    private async Task WaitAsync(Task room)
    {
        await room.ConfigureAwait(false);
        lock (_lock)
        {
            WaitsForRoom = false;
            _lastDataAt = _time.GetTimestamp();
        }
    }

    private async Task<bool> DrainAsync(TimeSpan limit, CancellationToken stopping)
    {
        var drained = _transcription!.DrainAsync();
        try
        {
            await drained.WaitAsync(limit, _time, stopping).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return drained.IsCompleted || await DrainAsync(DrainLimit, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
