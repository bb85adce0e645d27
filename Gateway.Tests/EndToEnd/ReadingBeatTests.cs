using System.Net.Sockets;
using Gateway.Core;
using Gateway.Host.Endpoints;
using Gateway.Media.Calls;
using Gateway.Simulator;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Tests.EndToEnd;

/// <summary>While nobody transcribes, the kernel gathers what comes. Nothing may hang because of it, and nothing said before a start may be decoded.</summary>
public sealed class ReadingBeatTests : IDisposable
{
    /// <summary>Ten frames of 20 ms on two tracks.</summary>
    private const int Beat = 7000;

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
    private readonly CallTableHarness _table = new(new CallOptions { ReadingBeat = TimeSpan.FromMilliseconds(200) });

    [Theory]
    [InlineData("""["inbound","outbound"]""", Beat)]
    [InlineData("""["inbound"]""", Beat / 2)]
    public async Task Frames_that_nobody_wants_gather_for_a_beat(string tracks, int beat)
    {
        using var call = await TcpMediaStream.OpenAsync(_table, tracks);
        Assert.Equal(beat, call.WakesAt);

        await call.SendFrameAsync(1);
        await Eventually.HoldsAsync(() => call.Unread > 350);
        Assert.Equal(0, call.Stream.Statistics.Frames);
        for (var number = 2; number <= 40; number++)
            await call.SendFrameAsync(number);

        await Eventually.HoldsAsync(() => call.Stream.Statistics.Frames > 1);
    }

    [Fact]
    public async Task An_open_gate_is_woken_by_every_message_and_a_shut_one_gathers_again()
    {
        using var call = await TcpMediaStream.OpenAsync(_table);
        await _table.StartAsync();
        Assert.Equal(1, call.WakesAt);
        await call.SendFrameAsync(1);
        await Eventually.HoldsAsync(() => call.Stream.Statistics.Frames == 1);
        Assert.Equal(1, call.WakesAt);

        await _table.StopAsync();
        await call.SendFrameAsync(2);

        await Eventually.HoldsAsync(() => call.WakesAt == Beat);
    }

    [Fact]
    public async Task Audio_that_waits_in_the_socket_when_the_gate_opens_is_not_decoded()
    {
        const int Before = 15;
        const int Last = 110;
        using var call = await TcpMediaStream.OpenAsync(_table);
        for (var number = 1; number <= Before; number++)
            await call.SendFrameAsync(number);
        await Eventually.HoldsAsync(() => call.Unread > Before * 350);
        Assert.Equal(0, call.Stream.Statistics.Frames);

        await _table.StartAsync();

        await Eventually.HoldsAsync(() => call.Stream.Statistics.Frames == Before);
        for (var number = Before + 1; number <= Last; number++)
            await call.SendFrameAsync(number);
        await EndAsync(call);
        var heard = Heard();
        Assert.True(heard.Min() > Before, $"frame {heard.Min()} was said before the start");
        Assert.Equal(Last, heard.Max());
        Assert.True(heard.Count > Last / 2, $"only {heard.Count} frames were heard");
    }

    [Fact]
    public async Task Everything_counts_from_the_first_frame_when_nothing_waits()
    {
        using var call = await TcpMediaStream.OpenAsync(_table);

        await _table.StartAsync();
        for (var number = 1; number <= 100; number++)
            await call.SendFrameAsync(number);
        await EndAsync(call);

        Assert.Equal(Enumerable.Range(1, 100), Heard().Order());
    }

    [Fact]
    public async Task A_stop_message_that_is_shorter_than_a_beat_is_read_when_nothing_more_comes()
    {
        using var call = await TcpMediaStream.OpenAsync(_table);
        await call.SendFrameAsync(1);
        await call.SendStopAsync();
        await Eventually.HoldsAsync(() => call.Unread > 400);
        _table.Calls.LookAfterBeats();
        Assert.Equal(Beat, call.WakesAt);

        _table.Time.Advance(TimeSpan.FromSeconds(0.6));
        _table.Calls.LookAfterBeats();

        Assert.Equal(StreamEnding.Stopped, await call.Pump);
        Assert.Equal(1, call.WakesAt);
    }

    [Fact]
    public async Task A_stream_that_goes_on_after_a_pause_gathers_again()
    {
        using var call = await TcpMediaStream.OpenAsync(_table);
        _table.Time.Advance(TimeSpan.FromSeconds(0.6));
        _table.Calls.LookAfterBeats();
        Assert.Equal(1, call.WakesAt);

        await call.SendFrameAsync(1);

        await Eventually.HoldsAsync(() => call.WakesAt == Beat);
        Assert.Equal(1, call.Stream.Statistics.Frames);
    }

    [Fact]
    public async Task The_end_of_the_connection_is_noticed_at_once()
    {
        using var call = await TcpMediaStream.OpenAsync(_table);
        await call.SendFrameAsync(1);
        await Eventually.HoldsAsync(() => call.Unread > 350);

        call.HangUp();

        await Assert.ThrowsAnyAsync<Exception>(() => call.Pump.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(1, call.Stream.Statistics.Frames);
    }

    [Fact]
    public async Task A_beat_of_zero_reads_every_message()
    {
        using var table = new CallTableHarness(new CallOptions { ReadingBeat = TimeSpan.Zero });
        using var call = await TcpMediaStream.OpenAsync(table);
        Assert.Equal(1, call.WakesAt);

        await call.SendFrameAsync(1);

        await Eventually.HoldsAsync(() => call.Stream.Statistics.Frames == 1);
        Assert.Equal(1, call.WakesAt);
    }

    [Fact]
    public async Task The_socket_below_TLS_is_found()
    {
        using var authority = new PrivateAuthority(_folder, "beat");
        var (found, mark) = (false, 0);
        await using var server = await LoopbackServer.StartAsync(authority.IssueServer("127.0.0.1"), context =>
        {
            var pacing = TcpPacing.Of(context);
            found = pacing is not null;
            pacing?.WakeAt(Beat);
            mark = (int)context.Features.Get<IConnectionSocketFeature>()!.Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater)!;
            pacing?.WakeAt(1);
            return Task.CompletedTask;
        });
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = ServerTrust.OnlyFile(authority.File).ToTlsOptions() });

        using var answer = await client.GetAsync(server.Url);

        Assert.True(found);
        Assert.Equal(Beat, mark);
    }

    public void Dispose()
    {
        _table.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task EndAsync(TcpMediaStream call)
    {
        await call.SendStopAsync();
        Assert.Equal(StreamEnding.Stopped, await call.Pump);
        await call.Table.Calls.CloseAsync(call.Stream, StreamEnding.Stopped);
    }

    private HashSet<int> Heard() => [.. _table.Recognizer.Recordings.SelectMany(recording => NumberedAudio.Read(recording.Samples))];
}
