using System.Diagnostics;
using System.Net.Security;
using System.Net.WebSockets;
using System.Text.RegularExpressions;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// The program as it is installed, told to log everything it can: for an operator who looks for a fault, and who must not find tokens.
/// </summary>
[Collection(EndToEndCollection.Name)]
public sealed partial class VerboseLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Not_even_the_most_verbose_log_tells_a_token()
    {
        var token = StreamTokens.Issue(GatewayFixture.SigningKey);
        var start = InstalledProgram.Run(
            "--Kestrel:Endpoints:Https:Url=https://127.0.0.1:0",
            "--Gateway:Management:Url=http://127.0.0.1:0",
            "--Gateway:StateDirectory=" + _folder,
            "--Gateway:StreamUrl:SigningKey=" + GatewayFixture.SigningKey.Reveal(),
            "--Serilog:MinimumLevel:Default=Verbose",
            "--Serilog:MinimumLevel:Override:Microsoft=Verbose",
            "--Serilog:MinimumLevel:Override:System=Verbose",
            "--Logging:LogLevel:Default=Trace");
        start.RedirectStandardOutput = true;
        using var gateway = Process.Start(start)!;
        try
        {
            var log = new List<string>();
            var origin = await OriginAsync(gateway, log);
            foreach (var target in new[] { $"{Handshake.Path}/{token}", $"{Handshake.Path}?token={token}", $"{Handshake.Path}/x?token={token}", $"{Handshake.Path}/{token}/beyond" })
                await DialAsync(new Uri(origin + target));

            gateway.Kill();
            while (await gateway.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit) is { } line)
                log.Add(line);
            // The requests were seen, for the log says so in other words.
            Assert.Contains(log, line => line.Contains("was refused with 401", StringComparison.Ordinal));
            Assert.Contains(log, line => line.Contains(" VRB ", StringComparison.Ordinal) || line.Contains(" DBG ", StringComparison.Ordinal));
            Assert.DoesNotContain(log, line => line.Contains(token.Split('.')[2], StringComparison.Ordinal));
        }
        finally
        {
            gateway.Kill();
        }
    }

    private static async Task<string> OriginAsync(Process gateway, List<string> log)
    {
        while (await gateway.StandardOutput.ReadLineAsync().WaitAsync(Patience.Limit) is { } line)
        {
            log.Add(line);
            if (ListeningLine().Match(line) is { Success: true } match)
                return "wss://" + match.Groups[1].Value;
        }

        throw new InvalidOperationException("The gateway ended before it listened.");
    }

    private static async Task DialAsync(Uri url)
    {
        using var socket = new ClientWebSocket();
        // Any certificate: this is about the log, and the token is no secret of ours.
        socket.Options.RemoteCertificateValidationCallback = (_, _, _, errors) => errors != SslPolicyErrors.RemoteCertificateNotAvailable;
        try
        {
            await socket.ConnectAsync(url, CancellationToken.None).WaitAsync(Patience.Limit);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience.Limit);
        }
        catch (WebSocketException)
        {
            // Refused, as some of them should be.
        }
    }

    [GeneratedRegex(@"Listening on .*https://(127\.0\.0\.1:\d+)")]
    private static partial Regex ListeningLine();
}
