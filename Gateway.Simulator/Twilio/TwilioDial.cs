using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Gateway.Simulator.Twilio;

/// <summary>Opens a WebSocket as Twilio's media client does: HTTP/1.1, no Origin, no subprotocol, no extensions, no redirects.</summary>
internal static class TwilioDial
{
    /// <summary>Dials. The TCP connection comes along so that a caller can reset or halt it.</summary>
    /// <exception cref="UpgradeRefusedException">The gateway is not there, is not trusted, or did not answer with 101.</exception>
    public static async Task<(ClientWebSocket WebSocket, HaltableConnection Connection)> ConnectAsync(
        TwilioStreamOptions options, CancellationToken cancellationToken)
    {
        HaltableConnection? connection = null;
        var webSocket = new ClientWebSocket();
        webSocket.Options.CollectHttpResponseDetails = true;
        // Whether Twilio pings is unknown, so a gateway must do without.
        webSocket.Options.KeepAliveInterval = TimeSpan.Zero;
        webSocket.Options.SetRequestHeader("User-Agent", "Twilio.TmeWs/1.0");
        webSocket.Options.SetRequestHeader("Accept-Encoding", "gzip");
        if (options.AuthToken is not null)
            webSocket.Options.SetRequestHeader("X-Twilio-Signature", TwilioSignature.OfUpgrade(options.AuthToken, options.Url));

        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            SslOptions = options.Trust.ToTlsOptions(),
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(context.DnsEndPoint, cancel);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
                return connection = new HaltableConnection(socket);
            },
        });
        try
        {
            await webSocket.ConnectAsync(new Uri(options.Url), http, cancellationToken);
            return (webSocket, connection!);
        }
        catch (Exception e)
        {
            HttpStatusCode? status = webSocket.HttpStatusCode == default ? null : webSocket.HttpStatusCode;
            if (connection is not null)
                await connection.DisposeAsync();
            webSocket.Dispose();
            if (e is WebSocketException)
                throw new UpgradeRefusedException(status, e);
            throw;
        }
    }
}
