using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Gateway.Core;
using Gateway.Host.Endpoints;
using Gateway.Media.Calls;
using Gateway.Media.Twilio;

namespace Gateway.Tests.Support;

/// <summary>A media stream over real TCP, so that the kernel decides when the gateway is woken, into a real call table. No TLS and no HTTP.</summary>
internal sealed class TcpMediaStream : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _deadline = new(Deadline);
    private readonly Socket _near;
    private readonly Socket _far;
    private readonly WebSocket _twilio;
    private readonly MediaStreamConnection _gateway;
    private int _sequence = 1;

    private TcpMediaStream(CallTableHarness table, Socket near, Socket far)
    {
        Table = table;
        _near = near;
        _far = far;
        _gateway = new MediaStreamConnection(
            WebSocket.CreateFromStream(new NetworkStream(near), new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero }), table.Time, new TcpPacing(near));
        _twilio = WebSocket.CreateFromStream(new NetworkStream(far), new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero });
    }

    public CallTableHarness Table { get; }

    public CallStream Stream { get; private set; } = null!;

    /// <summary>The reading; its outcome is how the stream ended.</summary>
    public Task<StreamEnding> Pump { get; private set; } = null!;

    /// <summary>So many bytes wake the gateway.</summary>
    public int WakesAt => (int)_near.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater)!;

    /// <summary>Bytes that the gateway has not read.</summary>
    public int Unread => _near.Available;

    /// <summary>Connects; the gateway reads on from the start message.</summary>
    public static async Task<TcpMediaStream> OpenAsync(CallTableHarness table, string tracks = """["inbound","outbound"]""")
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await far.ConnectAsync(listener.LocalEndPoint!);
        var stream = new TcpMediaStream(table, await listener.AcceptAsync(), far);
        await stream.SendAsync($$$"""{"event":"start","sequenceNumber":"1","start":{"streamSid":"MZ1","callSid":"{{{CallTableHarness.Sid}}}","tracks":{{{tracks}}},"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}},"streamSid":"MZ1"}""");
        stream.Stream = table.Calls.Open((await stream._gateway.ReadStartAsync(stream._deadline.Token))!);
        stream.Pump = stream._gateway.PumpAsync(stream.Stream, stream._deadline.Token);
        return stream;
    }

    /// <summary>Audio of one track that can be told from all other.</summary>
    public Task SendFrameAsync(int number, Track track = Track.Inbound) => SendAsync(
        $$$"""{"event":"media","sequenceNumber":"{{{++_sequence}}}","media":{"track":"{{{(track == Track.Inbound ? "inbound" : "outbound")}}}","chunk":"{{{number}}}","timestamp":"{{{20 * number}}}","payload":"{{{Convert.ToBase64String(NumberedAudio.Encode(number))}}}"},"streamSid":"MZ00000000000000000000000000000001"}""");

    public Task SendStopAsync() => SendAsync("""{"event":"stop"}""");

    /// <summary>Twilio is gone, and the kernel says so.</summary>
    public void HangUp() => _far.Shutdown(SocketShutdown.Send);

    public void Dispose()
    {
        _gateway.Dispose();
        _twilio.Dispose();
        _near.Dispose();
        _far.Dispose();
        _deadline.Dispose();
    }

    private Task SendAsync(string message) => _twilio.SendAsync(Encoding.UTF8.GetBytes(message).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _deadline.Token).AsTask();
}
