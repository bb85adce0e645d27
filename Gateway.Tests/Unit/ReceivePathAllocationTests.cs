using Gateway.Core;
using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using Gateway.Media.Twilio;
using Gateway.Tests.Support;

namespace Gateway.Tests.Unit;

/// <summary>
/// The receive path from the bytes of a WebSocket to the recogniser's queue, each frame waited for, continued on one thread whose
/// allocations are counted.
/// </summary>
public sealed class ReceivePathAllocationTests
{
    private const int Frames = 100_000;
    private const int WarmUpFrames = 2_000;

    [OptimizedFact]
    public async Task A_frame_behind_a_shut_gate_allocates_nothing() =>
        Assert.Equal(0, await AllocatedAsync(open: false, Sound.Voice(TimeSpan.FromSeconds(2))));

    [OptimizedFact]
    public async Task A_silent_frame_through_an_open_gate_allocates_nothing() =>
        Assert.Equal(0, await AllocatedAsync(open: true, Sound.WhiteNoise(TimeSpan.FromSeconds(2), -60, seed: 1)));

    [OptimizedFact]
    public async Task A_spoken_frame_allocates_nothing_but_the_bookkeeping_of_its_utterance()
    {
        // Two seconds of speech in every three: some 670 utterances, each with a segment and a queue of its own.
        var sound = Sound.Concat(Sound.Voice(TimeSpan.FromSeconds(2)), Sound.Silence(TimeSpan.FromSeconds(1)));
        var allocated = await AllocatedAsync(open: true, sound);

        Assert.InRange(allocated / (double)Frames, 0, 25);
    }

    private static async Task<long> AllocatedAsync(bool open, short[] sound)
    {
        using var table = new CallTableHarness();
        using var network = new HandOffStream();
        using var socket = WebSocket.CreateFromStream(network, new WebSocketCreationOptions { IsServer = true });
        using var connection = new MediaStreamConnection(socket, TimeProvider.System);
        var messages = Messages(Sound.Encode(sound));

        network.Feed(MaskedFrame($$$"""{"event":"start","sequenceNumber":"1","start":{"streamSid":"MZ1","callSid":"{{{CallTableHarness.Sid}}}","tracks":["inbound","outbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}},"streamSid":"MZ1"}"""));
        var stream = table.Calls.Open((await connection.ReadStartAsync(CancellationToken.None))!);
        if (open)
            await table.StartAsync();
        var pump = connection.PumpAsync(stream, CancellationToken.None);

        for (var i = 0; i < WarmUpFrames; i++)
            network.Feed(messages[i % messages.Length]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Frames; i++)
            network.Feed(messages[(WarmUpFrames + i) % messages.Length]);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.False(pump.IsCompleted);
        Assert.Equal(WarmUpFrames + Frames, stream.Statistics.Frames);
        network.Feed(MaskedFrame("""{"event":"stop","streamSid":"MZ1"}"""));
        Assert.Equal(StreamEnding.Stopped, await pump);
        await table.Calls.CloseAsync(stream, StreamEnding.Stopped);
        return allocated;
    }

    /// <summary>
    /// The sound over and over as messages of the inbound track. They bear neither number nor time: both may be missing, and so the ring
    /// can be played again.
    /// </summary>
    private static byte[][] Messages(byte[] muLaw) =>
        [.. muLaw.Chunk(160).Select(frame => MaskedFrame($$$"""{"event":"media","media":{"track":"inbound","chunk":"2","payload":"{{{Convert.ToBase64String(frame)}}}"},"streamSid":"MZ1"}"""))];

    /// <summary>One text message as a client sends it (RFC 6455, 5.2), with the mask zero.</summary>
    private static byte[] MaskedFrame(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var frame = new byte[8 + payload.Length];
        frame[0] = 0x81;
        frame[1] = 0x80 | 126;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }
}
