using System.Net.Sockets;
using System.Net.WebSockets;

namespace Gateway.Simulator.Direct;

/// <summary>Opens the WebSocket of a direct stream.</summary>
internal static class DirectDial
{
    // Four seconds of audio. With the system's own buffers minutes of it would wait between here and the gateway, counted as sent.
    private const int SendBufferBytes = 1 << 16;

    /// <summary>Dials. Whether the token was any good is known only afterwards (api.md 7.2).</summary>
    /// <param name="url">As the gateway gave it.</param>
    /// <param name="trust">Whose certificate to accept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">The gateway is not there, is not trusted, or did not answer with 101.</exception>
    public static async Task<WebSocket> ConnectAsync(Uri url, ServerTrust trust, CancellationToken cancellationToken)
    {
        var webSocket = new ClientWebSocket();
        webSocket.Options.CollectHttpResponseDetails = true;
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            SslOptions = trust.ToTlsOptions(),
            ConnectCallback = static async (context, cancel) =>
            {
                var connection = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SendBufferBytes };
                try
                {
                    await connection.ConnectAsync(context.DnsEndPoint, cancel);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
        });
        try
        {
            await webSocket.ConnectAsync(url, http, cancellationToken);
            return webSocket;
        }
        catch (WebSocketException e)
        {
            var reason = webSocket.HttpStatusCode == default
                ? $"no direct stream: {e.GetBaseException().Message}"
                : $"the gateway answered the upgrade of a direct stream with {(int)webSocket.HttpStatusCode} instead of 101";
            webSocket.Dispose();
            throw new HttpRequestException(reason, e);
        }
    }
}
