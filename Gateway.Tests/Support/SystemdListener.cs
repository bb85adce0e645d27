using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Support;

/// <summary>What systemd is to a service: a Unix datagram socket, real, on which the service tells how it is.</summary>
internal sealed class SystemdListener : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _datagrams = [];
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Task _reading;

    /// <param name="address">As in <c>NOTIFY_SOCKET</c>: a path, or <c>@</c> and a name.</param>
    public SystemdListener(string address)
    {
        Address = address;
        _socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? $"\0{address[1..]}" : address));
        _reading = ReadAsync();
    }

    public string Address { get; }

    /// <summary>What has come, in order; the lines of one datagram are one string.</summary>
    public IReadOnlyList<string> Datagrams
    {
        get
        {
            lock (_lock)
                return [.. _datagrams];
        }
    }

    /// <summary>All lines that have come, in order.</summary>
    public IReadOnlyList<string> Lines => [.. Datagrams.SelectMany(datagram => datagram.Split('\n'))];

    /// <summary>How often a line has come.</summary>
    public int Count(string line) => Lines.Count(each => each == line);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(buffer);
                lock (_lock)
                    _datagrams.Add(Encoding.UTF8.GetString(buffer, 0, length));
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }
}
