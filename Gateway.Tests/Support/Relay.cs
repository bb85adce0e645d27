using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Support;

/// <summary>Makes a server on loopback answer on another port too, from now on.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    private Relay(int port, int target)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(target);
    }

    public static Relay Start(int port, int target) => new(port, target);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync(int target)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(JoinAsync(await _listener.AcceptTcpClientAsync(_end.Token), target));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task JoinAsync(TcpClient client, int target)
    {
        using var from = client;
        using var to = new TcpClient();
        try
        {
            await to.ConnectAsync(IPAddress.Loopback, target, _end.Token);
            await Task.WhenAny(from.GetStream().CopyToAsync(to.GetStream(), _end.Token), to.GetStream().CopyToAsync(from.GetStream(), _end.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or SocketException)
        {
        }
    }
}
