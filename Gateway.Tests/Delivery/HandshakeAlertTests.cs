using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway.Core;
using Gateway.Tests.Support;
using Gateway.Webhook;

namespace Gateway.Tests.Delivery;

/// <summary>Servers that end the connection with an alert, as OpenSSL's own does, and say in it what they did not like.</summary>
public sealed class HandshakeAlertTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-alert-").FullName;
    private readonly PrivateAuthority _authority;
    private readonly PrivateAuthority _strangers;

    public HandshakeAlertTests()
    {
        _authority = new PrivateAuthority(_folder, "authority");
        _strangers = new PrivateAuthority(_folder, "strangers");
    }

    public void Dispose()
    {
        _authority.Dispose();
        _strangers.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("-tls1_2", false, "handshake failure")]
    [InlineData("-tls1_2", true, "unknown ca")]
    [InlineData("-tls1_3", false, "certificate required")]
    [InlineData("-tls1_3", true, "unknown ca")]
    public async Task An_alert_about_our_certificate_is_a_matter_of_tls_and_is_told(string version, bool stranger, string alert)
    {
        var shown = _authority.IssueServer("127.0.0.1");
        var ours = stranger ? _strangers.IssueClient("stranger") : null;
        var port = FreePort();
        await using var server = ServerProcess.Start(
            new ProcessStartInfo("", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", shown.Certificate, "-key", shown.Key, version,
                "-Verify", "1", "-verify_return_error", "-CAfile", _authority.File, "-www"]),
            "openssl", "openssl");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await server.ReadLineAsync(limit.Token) is { } line && line != "ACCEPT")
        {
        }

        await using var publisher = await PublisherHarness.StartAsync(new WebhookOptions
        {
            Url = new Uri($"https://127.0.0.1:{port}/"),
            Tls = new() { CaFile = _authority.File, ClientCertificateFile = ours?.Certificate, ClientKeyFile = ours?.Key },
        });
        Loss? loss = null;
        // Who writes before it reads may find the door shut and never hear why.
        await Eventually.HoldsAsync(async () => (loss = await publisher.FateAsync()) is { Reason: not LossReason.Connect });

        Assert.Equal(LossReason.Tls, loss!.Reason);
        Assert.Contains("alert " + alert, loss.Detail, StringComparison.Ordinal);
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
