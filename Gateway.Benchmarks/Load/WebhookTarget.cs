using System.Net;
using Gateway.Simulator.Webhook;

namespace Gateway.Benchmarks.Load;

/// <summary>The webhook's target of one measurement: HTTPS on a free port, with a certificate of its own.</summary>
internal sealed class WebhookTarget : IAsyncDisposable
{
    private readonly ReceiverCertificate _certificate;
    private readonly string _authority = Path.GetTempFileName();

    private WebhookTarget(ReceiverCertificate certificate, WebhookReceiver receiver)
    {
        _certificate = certificate;
        Receiver = receiver;
        certificate.SaveAuthority(_authority);
    }

    /// <summary>Gets the transcripts.</summary>
    public WebhookReceiver Receiver { get; }

    /// <summary>What a gateway must be told to post to it.</summary>
    public IReadOnlyList<string> Settings => [$"--Gateway:Webhook:Url={Receiver.Url}", $"--Gateway:Webhook:Tls:CaFile={_authority}"];

    /// <summary>Starts it.</summary>
    public static async Task<WebhookTarget> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var certificate = ReceiverCertificate.Create(time);
        return new WebhookTarget(certificate, await WebhookReceiver.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), certificate, null, time, cancellationToken));
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        _certificate.Dispose();
        File.Delete(_authority);
    }
}
