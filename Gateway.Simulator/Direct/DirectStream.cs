using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Gateway.Core;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Control;

namespace Gateway.Simulator.Direct;

/// <summary>
/// One connection of the direct API (api.md 7): <c>startStream</c>, audio, <c>finishStream</c>; meanwhile transcripts come in. Whatever the
/// gateway does wrong ends the stream and becomes a sentence in the report. The methods are for one task at a time; the properties may be
/// read from anywhere.
/// </summary>
internal sealed class DirectStream : IAsyncDisposable
{
    /// <summary>The status code of success.</summary>
    public const int Ok = 1000;

    private const int MaxMessageBytes = 1 << 20;
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly WebSocket _webSocket;
    private readonly ChannelWriter<DirectTranscript> _heard;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<DirectTranscript> _transcripts = [];
    private readonly Task _ended;
    private ServerMessage? _final;
    private string? _streamId;
    private string? _problem;
    private bool _vocabularySent;
    private StreamStatus? _vocabularyStatus;
    private long _samplesSent;
    private long _begin;
    private int _messages;

    /// <summary>Takes over an open WebSocket; nothing is sent over it yet.</summary>
    /// <param name="webSocket">The connection.</param>
    /// <param name="role">Who speaks on it.</param>
    /// <param name="heard">Gets every transcript at once; is never completed.</param>
    /// <param name="patience">How long the gateway may neither take nor send anything.</param>
    /// <param name="time">Measures that.</param>
    public DirectStream(WebSocket webSocket, Participant role, ChannelWriter<DirectTranscript> heard, TimeSpan patience, TimeProvider time)
    {
        _webSocket = webSocket;
        Role = role;
        _heard = heard;
        _patience = patience;
        _time = time;
        _begin = time.GetTimestamp();
        _ended = ReceiveAsync();
    }

    /// <summary>Who speaks.</summary>
    public Participant Role { get; }

    /// <summary>Audio sent so far.</summary>
    public TimeSpan Sent => TimeSpan.FromSeconds(Volatile.Read(ref _samplesSent) / (double)Resampler.RateHz);

    private bool IsOver => _ended.IsCompleted || Volatile.Read(ref _final) is not null;

    /// <summary>Starts the stream, waits for the answer, and tells it its vocabulary.</summary>
    /// <param name="start">Who speaks, and how to transcribe.</param>
    /// <param name="vocabulary">Terms to know; none are not sent.</param>
    /// <param name="cancellationToken">Cuts the connection.</param>
    public async Task StartAsync(StartStream start, IReadOnlyList<VocabularyPhrase> vocabulary, CancellationToken cancellationToken)
    {
        _begin = _time.GetTimestamp();
        // Audio might follow at once (api.md 7.3). A refusal should come before an hour of it.
        if (!await SendAsync(start, DirectJson.Default.StartStream, cancellationToken)
            || !await OutlastsAsync(_started.Task, static () => "has not answered startStream", cancellationToken)
            || IsOver || vocabulary.Count == 0)
            return;
        // Its answer may come at any time: what counts for the audio is that the terms are there before it.
        _vocabularySent = await SendAsync(new UpdateVocabulary(vocabulary), DirectJson.Default.UpdateVocabulary, cancellationToken);
    }

    /// <summary>Sends samples as one frame, as soon as the gateway takes it.</summary>
    /// <returns>False if the stream is over: there is no sense in more.</returns>
    public async ValueTask<bool> SendAudioAsync(ReadOnlyMemory<short> samples, CancellationToken cancellationToken)
    {
        var frame = MemoryMarshal.AsBytes(samples.Span).ToArray();
        if (IsOver || !await SendAsync(frame, WebSocketMessageType.Binary, cancellationToken))
            return false;
        Interlocked.Add(ref _samplesSent, samples.Length);
        return true;
    }

    /// <summary>Says that this was all, and waits for what is still to come and for the gateway to close.</summary>
    public async Task<ConnectionReport> FinishAsync(CancellationToken cancellationToken)
    {
        if (!IsOver)
            await SendAsync(new FinishStream(), DirectJson.Default.FinishStream, cancellationToken);
        await OutlastsAsync(_ended, () => _final is null ? "has sent no finalResponse" : "has not closed the connection", cancellationToken);
        await _ended;
        return new ConnectionReport
        {
            Role = Role,
            StreamId = _streamId,
            Status = _final?.Status,
            Summary = _final?.Summary,
            AudioSent = Sent,
            Elapsed = _time.GetElapsedTime(_begin),
            Problem = _problem ?? Verdict() ?? VocabularyProblem(),
            Transcripts = _transcripts,
        };
    }

    /// <summary>Cuts the connection if it is still there.</summary>
    public async ValueTask DisposeAsync()
    {
        _webSocket.Abort();
        await _ended;
        _webSocket.Dispose();
    }

    private string? Verdict() => (_final?.Status, _webSocket.CloseStatus) switch
    {
        ({ Code: Ok }, not null) => null,
        ({ Code: Ok }, null) => "the connection was cut after the finalResponse",
        ({ } status, _) => $"ended with {status.Code} {status.Description}".TrimEnd(),
        (null, { } code) when _final is null => $"closed with {(int)code} {_webSocket.CloseStatusDescription}".TrimEnd() + ", without a finalResponse",
        (null, null) when _final is null => "the connection was lost, without a finalResponse",
        _ => "the finalResponse has no status",
    };

    private string? VocabularyProblem() => (_vocabularySent, _vocabularyStatus) switch
    {
        (false, _) or (true, { Code: Ok }) => null,
        (true, null) => "the vocabulary was not answered",
        (true, { } refusal) => $"the vocabulary was refused with {refusal.Code} {refusal.Description}".TrimEnd(),
    };

    private void Complain(string problem) => Interlocked.CompareExchange(ref _problem, problem, null);

    /// <summary>Waits as long as the gateway shows signs of life; a message is one. Otherwise complains and cuts the connection.</summary>
    private async Task<bool> OutlastsAsync(Task task, Func<string> complaint, CancellationToken cancellationToken)
    {
        while (true)
        {
            var messages = Volatile.Read(ref _messages);
            try
            {
                await task.WaitAsync(_patience, _time, cancellationToken);
                return true;
            }
            catch (TimeoutException) when (messages != Volatile.Read(ref _messages))
            {
                // It is slow, but alive.
            }
            catch (TimeoutException)
            {
                Complain($"the gateway {complaint()} for {_patience.TotalSeconds:0.#} s");
                _webSocket.Abort();
                return false;
            }
        }
    }

    private ValueTask<bool> SendAsync<T>(T message, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, type), WebSocketMessageType.Text, cancellationToken);

    private async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        try
        {
            var sending = _webSocket.SendAsync(message, type, endOfMessage: true, cancellationToken);
            if (!sending.IsCompletedSuccessfully)
                return await OutlastsAsync(sending.AsTask(), static () => "has taken nothing", cancellationToken);
            await sending;
            return true;
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Why it is over is for the receiving side to find out.
            return false;
        }
    }

    /// <summary>Reads until the end, and never fails.</summary>
    private async Task ReceiveAsync()
    {
        var piece = new byte[4096];
        var message = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                var received = await _webSocket.ReceiveAsync(piece.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;
                message.Write(piece.AsSpan(0, received.Count));
                if (message.WrittenCount > MaxMessageBytes)
                    throw new JsonException();
                if (!received.EndOfMessage)
                    continue;
                Accept(message.WrittenSpan);
                message.ResetWrittenCount();
            }
            await _webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(CloseLimit, _time);
        }
        catch (JsonException)
        {
            Complain("the gateway sent what is no message of the direct API");
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or TimeoutException)
        {
            // Without a close frame of the gateway this is a cut connection; with one, only our answer to it got lost.
        }
        finally
        {
            // Audio may still be waiting for a gateway that will never take it.
            _webSocket.Abort();
            _started.TrySetResult();
        }
    }

    private void Accept(ReadOnlySpan<byte> json)
    {
        var message = JsonSerializer.Deserialize(json, DirectJson.Default.ServerMessage) ?? throw new JsonException();
        Interlocked.Increment(ref _messages);
        _streamId ??= message.StreamId ?? message.StartedStreamId;
        switch (message.Message)
        {
            case "startResponse":
                _started.TrySetResult();
                break;
            case "vocabularyResponse":
                _vocabularyStatus = message.Status;
                break;
            case "transcript" when message.Utterance is [var best, ..]:
                var transcript = new DirectTranscript(
                    Role, TimeSpan.FromMilliseconds(message.Start), TimeSpan.FromMilliseconds(message.End), best.Text, best.UnredactedText);
                _transcripts.Add(transcript);
                _heard.TryWrite(transcript);
                break;
            case "finalResponse":
                Volatile.Write(ref _final, message);
                _started.TrySetResult();
                break;
        }
    }
}
