using System.Net.Sockets;
using Gateway.Media.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Host.Endpoints;

/// <summary>Lets the kernel gather what comes on a TCP connection (SO_RCVLOWAT). The end of the connection wakes whoever reads in any case.</summary>
internal sealed class TcpPacing : ArrivalPacing
{
    private readonly Socket _socket;

    private TcpPacing(Socket socket) => _socket = socket;

    /// <inheritdoc/>
    public override bool NothingWaits => Try(() => _socket.Available) is null or 0;

    /// <summary>That of a request's connection; null when it is no TCP connection.</summary>
    public static TcpPacing? Of(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } socket ? new TcpPacing(socket) : null;

    /// <inheritdoc/>
    public override void WakeAt(int bytes) => Try(() =>
    {
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, bytes);
        return 0;
    });

    /// <returns>Null when the connection has gone meanwhile: then there is nothing to wait for.</returns>
    private static int? Try(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
