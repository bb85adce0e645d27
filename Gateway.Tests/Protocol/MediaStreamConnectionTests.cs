using System.Net.WebSockets;
using System.Text;
using Gateway.Core;
using Gateway.Media.Twilio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Protocol;

/// <summary>How messages lie in frames and frames in TCP is nobody's promise; and what ends a connection is said to the peer.</summary>
public sealed class MediaStreamConnectionTests : IDisposable
{
    private const string CallSid = "CA00000000000000000000000000000002";

    private readonly ManualTime _time = new();
    private readonly CallTableHarness _harness = new();
    private readonly MediaSocketPair _sockets;

    public MediaStreamConnectionTests() => _sockets = new MediaSocketPair(_time);

    [Fact]
    public async Task A_binary_message_is_refused_with_1003()
    {
        await _sockets.SendAsync(Start(), WebSocketMessageType.Binary);

        await AssertRefusedAsync(_sockets, TwilioViolation.BinaryMessage, WebSocketCloseStatus.InvalidMessageType);
    }

    [Theory]
    [InlineData(MediaStreamConnection.MaxMessageBytes)]
    [InlineData(997)]
    [InlineData(16)]
    public async Task A_message_of_64_KiB_is_read_however_it_is_cut(int fragment)
    {
        await _sockets.SendFragmentsAsync(Start(MediaStreamConnection.MaxMessageBytes), fragment);

        Assert.Equal(CallSid, (await _sockets.Gateway.ReadStartAsync(_sockets.Patience))?.CallSid.ToString());
    }

    [Theory]
    [InlineData(MediaStreamConnection.MaxMessageBytes + 1)]
    [InlineData(997)]
    [InlineData(16)]
    public async Task One_byte_more_than_64_KiB_is_refused_with_1009_however_it_is_cut(int fragment)
    {
        await _sockets.SendFragmentsAsync(Start(MediaStreamConnection.MaxMessageBytes + 1), fragment);

        await AssertRefusedAsync(_sockets, TwilioViolation.MessageTooBig, WebSocketCloseStatus.MessageTooBig);
    }

    [Fact]
    public async Task A_message_that_never_ends_is_refused_before_it_fills_the_memory()
    {
        for (var sent = 0; sent <= MediaStreamConnection.MaxMessageBytes; sent += 4096)
            await _sockets.Twilio.SendAsync(new byte[4096].AsMemory(), WebSocketMessageType.Text, endOfMessage: false, _sockets.Patience);

        await Assert.ThrowsAsync<TwilioProtocolException>(() => _sockets.Gateway.ReadStartAsync(_sockets.Patience));
    }

    [Fact]
    public async Task A_message_that_is_not_UTF_8_is_answered_with_1007()
    {
        await _sockets.SendAsync([.. "{\"event\":\""u8, 0xFF, .. "\"}"u8]);

        await Assert.ThrowsAsync<WebSocketException>(() => _sockets.Gateway.ReadStartAsync(_sockets.Patience));
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, await _sockets.ReadCloseAsync());
    }

    [Theory]
    [InlineData(1, int.MaxValue)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(7, 3)]
    public async Task A_dialogue_in_small_pieces_is_read_whole(int fragment, int tcpPiece)
    {
        using var sockets = new MediaSocketPair(_time, tcpPiece);
        foreach (var message in ProtocolFixture.Read("steady-both-tracks.frames-6").Messages)
            await sockets.SendFragmentsAsync(Encoding.UTF8.GetBytes(message), fragment);

        var start = await sockets.Gateway.ReadStartAsync(sockets.Patience);
        var stream = _harness.Calls.Open(start!);

        Assert.Equal(StreamEnding.Stopped, await sockets.Gateway.PumpAsync(stream, sockets.Patience));
        Assert.Equal(6, stream.Statistics.Frames);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_an_exception_and_not_a_message()
    {
        await _sockets.SendFragmentsAsync(Start(), 100);
        await _sockets.Twilio.SendAsync("{\"event\":"u8.ToArray().AsMemory(), WebSocketMessageType.Text, endOfMessage: false, _sockets.Patience);
        var stream = _harness.Calls.Open((await _sockets.Gateway.ReadStartAsync(_sockets.Patience))!);

        _sockets.Break();

        await Assert.ThrowsAsync<WebSocketException>(() => _sockets.Gateway.PumpAsync(stream, _sockets.Patience));
    }

    [Fact]
    public async Task A_peer_that_goes_away_before_it_said_anything_is_no_stream()
    {
        await _sockets.HangUpAsync();

        Assert.Null(await _sockets.Gateway.ReadStartAsync(_sockets.Patience));
    }

    [Fact]
    public async Task Whoever_gives_a_live_stream_up_still_says_goodbye_to_the_peer()
    {
        using var shutdown = new CancellationTokenSource();
        var pumping = await PumpAsync(shutdown.Token);

        await shutdown.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pumping);
        var closing = _sockets.Gateway.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "the gateway is shutting down");

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await _sockets.ReadCloseAsync());
        await _sockets.AnswerAsync(closing);
    }

    [Fact]
    public async Task Whoever_waits_in_vain_for_a_start_says_goodbye_too()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), _time);
        var starting = _sockets.Gateway.ReadStartAsync(patience.Token);

        _time.Advance(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        var closing = _sockets.Gateway.CloseAsync(WebSocketCloseStatus.NormalClosure, "no messages for too long");

        Assert.Equal(WebSocketCloseStatus.NormalClosure, await _sockets.ReadCloseAsync());
        await _sockets.AnswerAsync(closing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_does_not_answer_the_goodbye_is_waited_for_two_seconds(bool live)
    {
        using var shutdown = new CancellationTokenSource();
        if (live)
            await PumpAsync(shutdown.Token);
        await shutdown.CancelAsync();
        var closing = _sockets.Gateway.CloseAsync(WebSocketCloseStatus.NormalClosure, "");
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(closing.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        await closing.WaitAsync(_sockets.Patience);
    }

    public void Dispose()
    {
        _sockets.Dispose();
        _harness.Dispose();
    }

    /// <summary>Gets as far as the audio.</summary>
    private async Task<Task<StreamEnding>> PumpAsync(CancellationToken cancellationToken)
    {
        await _sockets.SendAsync(Start());
        var stream = _harness.Calls.Open((await _sockets.Gateway.ReadStartAsync(_sockets.Patience))!);
        return _sockets.Gateway.PumpAsync(stream, cancellationToken);
    }

    /// <summary>A start message, filled up to a length with a member that nobody knows.</summary>
    private static byte[] Start(int length = 0)
    {
        var start = ProtocolFixture.Read("steady-both-tracks.frames-6").Messages[1];
        var filling = Math.Max(0, length - start.Length - ",\"x\":\"\"".Length);
        return Encoding.UTF8.GetBytes($"{start[..^1]},\"x\":\"{new string('x', filling)}\"}}");
    }

    private static async Task AssertRefusedAsync(MediaSocketPair sockets, TwilioViolation violation, WebSocketCloseStatus closeStatus)
    {
        var refusal = await Assert.ThrowsAsync<TwilioProtocolException>(() => sockets.Gateway.ReadStartAsync(sockets.Patience));
        Assert.Equal(violation, refusal.Violation);
        Assert.Equal(closeStatus, refusal.CloseStatus);

        var closing = sockets.Gateway.CloseAsync(refusal.CloseStatus, refusal.Message);
        Assert.Equal(closeStatus, await sockets.ReadCloseAsync());
        await sockets.AnswerAsync(closing);
    }
}
