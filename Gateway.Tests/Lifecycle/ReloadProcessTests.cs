using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core;
using Gateway.Simulator;
using Gateway.Simulator.Control;
using Gateway.Tests.EndToEnd;
using Gateway.Tests.Support;

namespace Gateway.Tests.Lifecycle;

/// <summary>Certificates, keys and secrets are replaced while the process runs and people talk.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ReloadProcessTests
{
    [Fact]
    public async Task New_handshakes_get_the_new_certificate_and_a_call_on_the_old_one_goes_on()
    {
        await using var gateway = await SignalledGateway.PrepareAsync();
        using var authority = new PrivateAuthority(gateway.Folder, "clients-trust-this");
        var used = authority.IssueServer("127.0.0.1");
        var next = authority.IssueServer("127.0.0.1");
        gateway.Trust = ServerTrust.OnlyFile(authority.File);
        await gateway.RunAsync(
            new Dictionary<string, string>(),
            $"--Kestrel:Endpoints:Https:Certificate:Path={used.Certificate}",
            $"--Kestrel:Endpoints:Https:Certificate:KeyPath={used.Key}");
        var old = await ShownAsync(gateway);
        await using var call = await gateway.TalkAsync();

        used.Become(next);
        Assert.Equal(old, await ShownAsync(gateway));
        await gateway.Process.SignalAsync("HUP");
        await gateway.LoggedAsync("the certificate of Kestrel:Endpoints:Https was read again");
        var renewed = await ShownAsync(gateway);
        Assert.NotEqual(old, renewed);

        // The key of another certificate, and then no certificate at all.
        await File.WriteAllTextAsync(used.Key, await File.ReadAllTextAsync(authority.IssueServer("127.0.0.1").Key));
        await gateway.Process.SignalAsync("HUP");
        await gateway.LoggedAsync("the certificate of Kestrel:Endpoints:Https stays as it was");
        File.Delete(used.Certificate);
        await gateway.Process.SignalAsync("HUP");
        await gateway.LoggedAsync("Could not find file");
        Assert.Equal(renewed, await ShownAsync(gateway));

        await call.PlayAsync(Spoken.Sentence(Spoken.WatchesMovies), CancellationToken.None);
        Spoken.Matches(Spoken.WatchesMovies, Assert.Single(await gateway.Receiver.Of(call.CallSid).WaitForAsync(1, Patience.Limit, CancellationToken.None)).Message.Text);
    }

    [Fact]
    public async Task Secrets_in_files_are_read_again_each_for_itself()
    {
        await using var gateway = await SignalledGateway.PrepareAsync();
        string Write(string name, string secret)
        {
            File.WriteAllText(Path.Combine(gateway.Folder, name), secret + "\n");
            return Path.Combine(gateway.Folder, name);
        }

        await gateway.RunAsync(
            new Dictionary<string, string>(),
            "--Gateway:ApiKeys:0:Id=client",
            $"--Gateway:ApiKeys:0:SecretFile={Write("api", "the first secret")}",
            "--Gateway:ApiKeys:0:Products:0=AutoTranscribe",
            $"--Gateway:StreamUrl:SigningKeyFile={Write("signing", "the first key that signs stream URLs")}",
            "--Gateway:Webhook:Secret:Name=X-Secret",
            $"--Gateway:Webhook:Secret:ValueFile={Write("webhook", "first")}");
        using var before = gateway.ClientWith(new ApiKey("client", new Secret("the first secret")));
        using var after = gateway.ClientWith(new ApiKey("client", new Secret("the second secret")));
        var url = new Uri((await before.GetStreamUrlAsync(CancellationToken.None)).Body!.StreamingUrl);

        Write("api", "the second secret");
        Write("signing", "too short");
        Write("webhook", "second");
        await gateway.Process.SignalAsync("HUP");
        await gateway.LoggedAsync("Gateway:Webhook was read again");

        Assert.Contains("Gateway:StreamUrl stays as it was, because what is in the files cannot be used: Gateway:StreamUrl:SigningKey: must have at least 32", gateway.Process.Log, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await before.GetStreamUrlAsync(CancellationToken.None)).Status);
        Assert.Equal(HttpStatusCode.OK, (await after.GetStreamUrlAsync(CancellationToken.None)).Status);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await StatusAsync(gateway, url));

        gateway.Client = after;
        await using var call = await gateway.TalkAsync();
        await call.PlayAsync(Spoken.Sentence(Spoken.WatchesMovies), CancellationToken.None);
        var posted = Assert.Single(await gateway.Receiver.Of(call.CallSid).WaitForAsync(1, Patience.Limit, CancellationToken.None));
        Assert.Equal("second", posted.Headers["X-Secret"]);

        Write("signing", "the second key that signs stream URLs");
        await gateway.Process.SignalAsync("HUP");
        await gateway.LoggedAsync("Gateway:StreamUrl was read again: one signing key");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(gateway, url));
        foreach (var secret in new[] { "the first", "the second" })
            Assert.DoesNotContain(secret, gateway.Process.Log, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(SignalledGateway gateway, Uri url)
    {
        var (socket, status) = await gateway.UpgradeAsync(url);
        socket.Dispose();
        return status;
    }

    /// <summary>The thumbprint of the certificate that a new connection is shown.</summary>
    private static async Task<string> ShownAsync(SignalledGateway gateway)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, gateway.Process.Origin.Port);
        await using var tls = new SslStream(tcp.GetStream());
        var options = gateway.Trust.ToTlsOptions();
        options.TargetHost = "127.0.0.1";
        await tls.AuthenticateAsClientAsync(options).WaitAsync(Patience.Limit);
        return new X509Certificate2(tls.RemoteCertificate!).Thumbprint;
    }
}
