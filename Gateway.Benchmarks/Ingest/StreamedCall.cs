using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Gateway.Benchmarks.Ingest;

/// <summary>A call as Twilio streams it, with as little work as possible: raw WebSocket frames, masked with zero, on a blocking TLS connection.</summary>
internal sealed class StreamedCall : IDisposable
{
    private const int HeaderBytes = 8;

    private static readonly byte[] Payload = Encoding.ASCII.GetBytes(Convert.ToBase64String([.. Enumerable.Range(0, 160).Select(sample => (byte)(sample * 37))]));

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
    private readonly SslStream _tls;
    private readonly byte[] _buffer = new byte[1024];
    private readonly byte[] _tail;
    private int _sequence = 1;
    private int _milliseconds;

    /// <summary>Connects, upgrades, and introduces itself.</summary>
    /// <param name="url">Where Twilio would be told to dial.</param>
    /// <param name="number">Which call it is.</param>
    public StreamedCall(Uri url, int number)
    {
        _tail = Encoding.ASCII.GetBytes($"\"}},\"streamSid\":\"MZ{number:x32}\"}}");
        _socket.Connect(IPAddress.Loopback, url.Port);
        _tls = new SslStream(new NetworkStream(_socket), leaveInnerStreamOpen: false);
        _tls.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = SslProtocols.Tls13,
#pragma warning disable CA5359 // The servers are children of this process.
            RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
        });
        _tls.Write(Encoding.ASCII.GetBytes(
            $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
        var answer = "";
        while (!answer.EndsWith("\r\n\r\n", StringComparison.Ordinal) && _tls.Read(_buffer) is var read and > 0)
            answer += Encoding.ASCII.GetString(_buffer.AsSpan(0, read));
        if (!answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
            throw new IOException($"The upgrade was refused: {answer}");
        SendText("""{"event":"connected","protocol":"Call","version":"1.0.0"}""");
        SendText($$$"""{"event":"start","sequenceNumber":"1","start":{"accountSid":"AC{{{new string('0', 32)}}}","streamSid":"MZ{{{number:x32}}}","callSid":"CA{{{number:x32}}}","tracks":["inbound","outbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{}},"streamSid":"MZ{{{number:x32}}}"}""");
    }

    /// <summary>Sends the next frame of a track. The inbound one moves the clock.</summary>
    public void SendFrame(bool inbound)
    {
        var at = HeaderBytes;
        Append("{\"event\":\"media\",\"sequenceNumber\":\""u8, ref at);
        Append(++_sequence, ref at);
        Append(inbound ? "\",\"media\":{\"track\":\"inbound\",\"chunk\":\""u8 : "\",\"media\":{\"track\":\"outbound\",\"chunk\":\""u8, ref at);
        Append(_sequence / 2, ref at);
        Append("\",\"timestamp\":\""u8, ref at);
        Append(_milliseconds, ref at);
        Append("\",\"payload\":\""u8, ref at);
        Append(Payload, ref at);
        Append(_tail, ref at);
        if (!inbound)
            _milliseconds += 20;
        Send(at - HeaderBytes);
    }

    /// <summary>Says that it is over; the server may answer.</summary>
    public void Stop()
    {
        SendText("""{"event":"stop"}""");
        _tls.Write([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8]);
    }

    /// <summary>Waits until the server has let go.</summary>
    public void AwaitEnd()
    {
        // The close frame is all that it sends.
        if (_tls.Read(_buffer) == 0)
            throw new IOException("The server did not say goodbye.");
    }

    public void Dispose() => _tls.Dispose();

    private void SendText(string text) => Send(Encoding.ASCII.GetBytes(text, _buffer.AsSpan(HeaderBytes)));

    /// <summary>Sends what lies in the buffer behind the header (RFC 6455, 5.2: text, masked with zero).</summary>
    private void Send(int length)
    {
        // A shorter length has another form, and the header then begins later.
        var begin = length < 126 ? 2 : 0;
        _buffer[begin] = 0x81;
        if (begin > 0)
            _buffer[begin + 1] = (byte)(0x80 | length);
        else
        {
            _buffer[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(2), (ushort)length);
        }

        _buffer.AsSpan(HeaderBytes - 4, 4).Clear();
        _tls.Write(_buffer.AsSpan(begin, HeaderBytes - begin + length));
    }

    private void Append(ReadOnlySpan<byte> text, ref int at)
    {
        text.CopyTo(_buffer.AsSpan(at));
        at += text.Length;
    }

    private void Append(int number, ref int at)
    {
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(at), out var written);
        at += written;
    }
}
