using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core;
using Gateway.Simulator.Webhook;
using Gateway.Webhook;
using Gateway.Webhook.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>
/// Messages per second of the publisher, from its queue to the target's answer, against those of a bare HttpClient loop with the same
/// concurrency and protocol to the same receiver over TLS. Both take turns in one run: only the ratio means something.
/// </summary>
internal static class WebhookThroughput
{
    private const int Messages = 20_000;
    private const int Conversations = 200;
    private const int Lanes = 16;
    private const int Rounds = 5;

    public static async Task RunAsync(TextWriter output)
    {
        using var certificate = ReceiverCertificate.Create(TimeProvider.System);
        await using var receiver = await StartReceiverAsync(certificate);
        var url = new Uri(receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var caFile = Path.GetTempFileName();
        certificate.SaveAuthority(caFile);
        var utterances = Utterances();

        var ratios = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var bare = await BareAsync(url, certificate.Authority, utterances);
            var ours = await PublisherAsync(url, caFile, utterances);
            // The first round warms everything up.
            if (round == 0)
                continue;
            ratios.Add(ours / bare);
            await output.WriteLineAsync($"round {round}: bare HttpClient {bare:F0}/s, publisher {ours:F0}/s, ratio {ours / bare:F2}");
        }

        await output.WriteLineAsync($"median ratio {ratios.Order().ElementAt(Rounds / 2):F2}");
        File.Delete(caFile);
    }

    private static async Task<WebApplication> StartReceiverAsync(ReceiverCertificate certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate.Server)));
        var server = builder.Build();
        server.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.StatusCode = 204;
        });
        await server.StartAsync();
        return server;
    }

    private static async Task<double> BareAsync(Uri url, X509Certificate2 authority, Utterance[] utterances)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        using var client = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = Lanes,
            EnableMultipleHttp2Connections = true,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        });
        var next = -1;
        var began = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < Messages)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, url)
                {
                    Version = HttpVersion.Version20,
                    VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
                    Content = new ByteArrayContent(WebhookMessage.Serialize(utterances[i])),
                };
                using var response = await client.SendAsync(request);
                response.EnsureSuccessStatusCode();
            }
        }));
        return Messages / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> PublisherAsync(Uri url, string caFile, Utterance[] utterances)
    {
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<WebhookMetrics>().BuildServiceProvider();
        var ledger = new LossLedger();
        var options = new WebhookOptions
        {
            Url = url,
            Lanes = Lanes,
            Tls = new TlsOptions { CaFile = caFile },
            Queue = new WebhookQueueOptions { Capacity = Messages },
        };
        var metrics = services.GetRequiredService<WebhookMetrics>();
        using var publisher = new WebhookPublisher(
            options, ledger, new NoConversationLog(), metrics, new DeliveryLatency(metrics, TimeProvider.System, NullLogger<DeliveryLatency>.Instance), TimeProvider.System,
            NullLogger<WebhookPublisher>.Instance);
        await publisher.StartAsync(CancellationToken.None);
        var began = TimeProvider.System.GetTimestamp();
        foreach (var utterance in utterances)
            await publisher.AcceptAsync(utterance, CancellationToken.None);
        await publisher.StopAsync(CancellationToken.None);
        var rate = Messages / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        return ledger.Read().Delivered == Messages ? rate : throw new InvalidOperationException("the publisher lost messages");
    }

    private static Utterance[] Utterances()
    {
        var ids = new UlidSequence(TimeProvider.System);
        return [.. Enumerable.Range(0, Messages).Select(i => new Utterance
        {
            Id = ids.Next(),
            Conversation = CallSid.Parse($"CA{i % Conversations:x32}"),
            Stream = new StreamId(Guid.NewGuid()),
            Participant = Participant.Customer,
            ParticipantId = "TT9833237",
            Start = TimeSpan.FromMilliseconds(i),
            End = TimeSpan.FromMilliseconds(i + 3000),
            SpokenAt = DateTimeOffset.UnixEpoch,
            Text = "I need help upgrading my streaming package and my PIN number is ####.",
        })];
    }
}
