using System.Net.Sockets;
using Gateway.Media.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Host.Endpoints;

/// <summary>Lets the kernel gather what comes on a TCP connection (SO_RCVLOWAT). The end of the connection wakes whoever reads in any case.</summary>
/// <param name="socket">The connection's; somebody else disposes it.</param>
internal sealed class TcpPacing(Socket socket) : ArrivalPacing
{
    /// <inheritdoc/>
    public override int Waiting => Try(() => socket.Available);

    /// <summary>That of a request's connection; null when it is no TCP connection.</summary>
    public static TcpPacing? Of(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket is { ProtocolType: ProtocolType.Tcp } accepted ? new TcpPacing(accepted) : null;

    /// <inheritdoc/>
    public override void WakeAt(int bytes) => Try(() =>
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, bytes);
        return 0;
    });

    /// <returns>0 when the connection has gone meanwhile: then there is nothing to wait for.</returns>
    private static int Try(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
