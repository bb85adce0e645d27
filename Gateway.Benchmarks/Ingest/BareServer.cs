using System.Net;
using System.Net.WebSockets;
using Gateway.Media.Twilio;
using Gateway.Simulator.Webhook;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Benchmarks.Ingest;

/// <summary>
/// The least that a Kestrel WebSocket server has to do with the same frames, with the gateway's scheduling: read each message, parse it, decode its audio. A process of its
/// own.
/// </summary>
internal static class BareServer
{
    /// <summary>The argument that makes this program this server; the folder of its certificate follows.</summary>
    public const string Verb = "ingest-bare-server";

    /// <summary>Serves until the process is killed.</summary>
    public static async Task RunAsync(string certificates)
    {
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        using var certificate = ReceiverCertificate.Load(certificates);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true)
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate.Server)));
        await using var server = builder.Build();
        server.UseWebSockets();
        server.Run(ServeAsync);
        await server.StartAsync();
        await Console.Out.WriteLineAsync($"{server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}: calls can be taken.");
        await ((IHost)server).WaitForShutdownAsync();
    }

    private static async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero });
        var reader = new TwilioMessageReader();
        var payload = new MuLawPayload();
        var buffer = new byte[2048];
        var frames = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
                break;
            if (!received.EndOfMessage)
                throw new InvalidOperationException("A message is longer than it can be.");
            if (Decodes(buffer.AsSpan(0, received.Count)))
                frames++;
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await Console.Out.WriteLineAsync($"A call ended after {frames} frames.");

        bool Decodes(ReadOnlySpan<byte> message)
        {
            var read = reader.Read(message);
            return read.Event == TwilioEvent.Media && payload.TryDecode(read.Media.Payload, out _);
        }
    }
}
