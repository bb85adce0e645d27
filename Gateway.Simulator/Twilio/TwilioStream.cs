using System.Net.WebSockets;
using System.Text;
using Gateway.Core;
using Gateway.Simulator.Audio;

namespace Gateway.Simulator.Twilio;

/// <summary>
/// One media stream as Twilio runs it: dial, <c>connected</c>, <c>start</c>, a <c>media</c> message per track every 20 ms, <c>stop</c>,
/// and then the gateway closes. Sending is for one task at a time; everything else may be used from anywhere.
/// </summary>
internal sealed class TwilioStream : IAsyncDisposable
{
    private readonly ClientWebSocket _webSocket;
    private readonly HaltableConnection _connection;
    private readonly TwilioStreamOptions _options;
    private readonly TwilioMessages _messages;
    private readonly DeliverySchedule _schedule;
    private readonly FrameClock _clock;
    private int _frames;

    private TwilioStream(ClientWebSocket webSocket, HaltableConnection connection, TwilioStreamOptions options, FrameClock clock, Random random)
    {
        _webSocket = webSocket;
        _connection = connection;
        _options = options;
        _clock = clock;
        StreamSid = options.StreamSid ?? TwilioSid.NewStream(random);
        _messages = new TwilioMessages(options.CallSid, StreamSid, options.AccountSid);
        _schedule = new DeliverySchedule(options.Jitter, options.FirstTimestamp ?? TimeSpan.FromMilliseconds(random.Next(50, 171)), random);
        Ended = ReceiveAsync();
    }

    /// <summary>The call leg.</summary>
    public CallSid CallSid => _options.CallSid;

    /// <summary>The stream's name.</summary>
    public StreamSid StreamSid { get; }

    /// <summary>How far the audio has been sent.</summary>
    public Playhead Playhead { get; } = new();

    /// <summary>Media messages sent so far, all tracks together.</summary>
    public long MessagesSent { get; private set; }

    /// <summary>The most that a frame has left behind its schedule. Much of it means that this machine, or the gateway, is overloaded.</summary>
    public TimeSpan Lag { get; private set; }

    /// <summary>Completes, and never fails, when the WebSocket has ended, whoever ended it.</summary>
    public Task<StreamEnding> Ended { get; }

    /// <summary>Opens the WebSocket; nothing is sent over it yet.</summary>
    /// <exception cref="UpgradeRefusedException">The gateway is not there, is not trusted, or did not answer with 101.</exception>
    public static async Task<TwilioStream> DialAsync(
        TwilioStreamOptions options, FrameClock clock, Random random, CancellationToken cancellationToken)
    {
        var (webSocket, connection) = await TwilioDial.ConnectAsync(options, cancellationToken);
        return new TwilioStream(webSocket, connection, options, clock, random);
    }

    /// <summary>Sends <c>connected</c> and <c>start</c>.</summary>
    /// <exception cref="StreamLostException">The gateway has gone.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await SendAsync(_messages.Connected(), cancellationToken);
        await SendAsync(_messages.Start(_options.Tracks, _options.CustomParameters), cancellationToken);
    }

    /// <summary>
    /// Plays audio in real time (or at <see cref="TwilioStreamOptions.Speed"/>) against an absolute schedule: a frame that is late does
    /// not delay those after it. Playing again continues the stream's clock.
    /// </summary>
    /// <exception cref="StreamLostException">The gateway has gone.</exception>
    public Task PlayAsync(CallAudio audio, CancellationToken cancellationToken) =>
        PlayAsync(audio.Frame, audio.Frames, CancellationToken.None, cancellationToken);

    /// <summary>Plays what is said on a call from now on, until told to end. A stream that is cut off loses what is said meanwhile.</summary>
    /// <exception cref="StreamLostException">The gateway has gone.</exception>
    public Task PlayOnAsync(CallLine line, CancellationToken end, CancellationToken cancellationToken)
    {
        var first = line.FrameNow;
        return PlayAsync((track, frame) => line.Frame(track, first + frame), int.MaxValue, end, cancellationToken);
    }

    /// <summary>Sends one <c>media</c> message of any size with any timestamp.</summary>
    /// <exception cref="StreamLostException">The gateway has gone.</exception>
    public ValueTask SendMediaAsync(Track track, TimeSpan timestamp, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        MessagesSent++;
        return SendAsync(_messages.Media(track, timestamp, payload.Span), cancellationToken);
    }

    /// <summary>Sends <c>dtmf</c>.</summary>
    /// <exception cref="StreamLostException">The gateway has gone.</exception>
    public ValueTask SendDtmfAsync(string digit, CancellationToken cancellationToken) => SendAsync(_messages.Dtmf(digit), cancellationToken);

    /// <summary>Sends <c>mark</c>.</summary>
    /// <exception cref="StreamLostException">The gateway has gone.</exception>
    public ValueTask SendMarkAsync(string name, CancellationToken cancellationToken) => SendAsync(_messages.Mark(name), cancellationToken);

    /// <summary>Sends <c>stop</c> and waits for the gateway to close, which it should do at once; then the connection is cut.</summary>
    /// <exception cref="StreamLostException">The gateway has gone already.</exception>
    public async Task<StreamEnding> StopAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await SendAsync(_messages.Stop(), cancellationToken);
        try
        {
            return await Ended.WaitAsync(patience, _clock.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            Abort();
            return await Ended with { Reason = $"not closed by the gateway within {patience.TotalSeconds} s of stop" };
        }
    }

    /// <summary>Sends any text as one message.</summary>
    /// <exception cref="StreamLostException">The gateway has gone.</exception>
    public ValueTask SendRawAsync(string text, CancellationToken cancellationToken) => SendAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Sends a binary message, which Twilio never does.</summary>
    /// <exception cref="StreamLostException">The gateway has gone.</exception>
    public ValueTask SendBinaryAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        SendAsync(bytes, cancellationToken, WebSocketMessageType.Binary);

    /// <summary>Resets the TCP connection: no <c>stop</c>, no close frame, no end of TLS.</summary>
    public void Abort()
    {
        _connection.Reset();
        _webSocket.Abort();
    }

    /// <summary>
    /// From now on nothing is read and nothing is sent, and yet the TCP connection stays: as if a firewall had forgotten it. Only <see
    /// cref="Abort"/> and disposal end that.
    /// </summary>
    public void Halt() => _connection.Halt();

    /// <summary>Cuts the connection if it is still there.</summary>
    public async ValueTask DisposeAsync()
    {
        _webSocket.Dispose();
        await _connection.DisposeAsync();
        await Ended;
        _messages.Dispose();
    }

    private async Task PlayAsync(
        Func<Track, int, ReadOnlyMemory<byte>> frameOf, int frames, CancellationToken end, CancellationToken cancellationToken)
    {
        var timer = new DeadlineTimer(_clock);
        var begin = _frames * CallAudio.FrameLength;
        for (var frame = 0; frame < frames && !end.IsCancellationRequested; frame++, _frames++)
        {
            if (_options.Speed > 0)
            {
                var late = await timer.WaitUntilAsync((_schedule.DueAt(_frames) - begin) / _options.Speed);
                Lag = late > Lag ? late : Lag;
            }
            Playhead.Advance(_clock.Time.GetTimestamp());
            foreach (var track in _options.Tracks)
                await SendMediaAsync(track, _schedule.TimestampOf(_frames), frameOf(track, frame), cancellationToken);
        }
        // Whoever awaits this must not go on on the thread that wakes all streams.
        await Task.Yield();
    }

    private async ValueTask SendAsync(
        ReadOnlyMemory<byte> message, CancellationToken cancellationToken, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        try
        {
            await _webSocket.SendAsync(message, type, endOfMessage: true, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new StreamLostException(await Ended);
        }
    }

    /// <summary>Reads until the end: only so are pings answered and the gateway's close seen.</summary>
    private async Task<StreamEnding> ReceiveAsync()
    {
        var messages = 0;
        var ending = await ReceiveUntilClosedAsync();
        Playhead.End(new StreamLostException(ending));
        return ending;

        async Task<StreamEnding> ReceiveUntilClosedAsync()
        {
            var buffer = new byte[256];
            try
            {
                while (true)
                {
                    var received = await _webSocket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    if (received.MessageType == WebSocketMessageType.Close)
                        break;
                    if (received.EndOfMessage)
                        messages++;
                }
                await _webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Without a close frame of the gateway this is a cut connection; with one, only our answer to it got lost.
            }
            var reason = _webSocket.CloseStatus is null ? "connection cut" : _webSocket.CloseStatusDescription ?? "";
            return new StreamEnding(_webSocket.CloseStatus, reason, messages);
        }
    }
}
