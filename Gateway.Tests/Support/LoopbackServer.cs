using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Support;

/// <summary>An HTTPS server on loopback that does what a test says, and counts its requests.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private int _requests;

    private LoopbackServer(PemPair certificate, RequestDelegate answer, ClientCertificateMode clients)
    {
        Answer = answer;
        var shown = Shown(certificate);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = shown;
            https.ClientCertificateMode = clients;
            https.AllowAnyClientCertificate();
        })));
        _server = builder.Build();
        _server.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return Answer(context);
        });
    }

    /// <summary>What becomes of a request.</summary>
    public RequestDelegate Answer { get; set; }

    /// <summary>How many have come.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public Uri Url => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<LoopbackServer> StartAsync(
        PemPair certificate, RequestDelegate answer, ClientCertificateMode clients = ClientCertificateMode.NoCertificate)
    {
        var server = new LoopbackServer(certificate, answer, clients);
        await server._server.StartAsync();
        return server;
    }

    /// <summary>A certificate as a server shows it.</summary>
    public static X509Certificate2 Shown(PemPair certificate)
    {
        // Read back from PKCS#12: the handshake needs the key in a form of its own.
        using var pem = X509Certificate2.CreateFromPemFile(certificate.Certificate, certificate.Key);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }
}
