using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core;
using Gateway.Webhook.Authentication;
using Gateway.Webhook.Connection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Webhook;

/// <summary>One thing that was tried on the way to the target.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Passed">Whether it worked.</param>
/// <param name="Detail">What was found, for whoever runs the gateway; never a secret.</param>
public sealed record CheckStep(string Name, bool Passed, string Detail);

/// <summary>
/// Walks the way that utterances take to the target and tells of every step: name, address, TLS and why it is or is not trusted, client
/// certificate, token, and at last one marked test message through the very chain that utterances use.
/// </summary>
public sealed class WebhookCheck
{
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;

    /// <param name="options">Checked options with a URL.</param>
    /// <param name="time">The clock.</param>
    public WebhookCheck(WebhookOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    /// <summary>The steps as they are done. Ends after the first that makes the next ones pointless.</summary>
    public async IAsyncEnumerable<CheckStep> RunAsync()
    {
        var url = _options.Url!;
        var (name, addresses) = await ResolveAsync(url.DnsSafeHost).ConfigureAwait(false);
        yield return name;
        if (!name.Passed)
            yield break;

        var (address, socket) = await ConnectAsync(addresses, url.Port).ConfigureAwait(false);
        yield return address;
        if (socket is null)
            yield break;

        using (socket)
        {
            foreach (var step in await HandshakeAsync(socket, url.DnsSafeHost).ConfigureAwait(false))
                yield return step;
        }

        if (_options.OAuth2 is not null)
            yield return await FetchTokenAsync(_options.OAuth2).ConfigureAwait(false);
        yield return await PostAsync().ConfigureAwait(false);
    }

    private static async Task<(CheckStep Step, IPAddress[] Addresses)> ResolveAsync(string host)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host).ConfigureAwait(false);
            return (new CheckStep("name", true, $"{host} is {string.Join(", ", addresses.Select(address => address.ToString()))}"), addresses);
        }
        catch (SocketException failure)
        {
            return (new CheckStep("name", false, $"{host} cannot be resolved: {failure.Message}"), []);
        }
    }

    private async Task<(CheckStep Step, Socket? Socket)> ConnectAsync(IPAddress[] addresses, int port)
    {
        var problems = new List<string>();
        foreach (var address in addresses)
        {
            if (AddressGuard.Refusal(address, _options.AllowPrivateAddresses) is { } refusal)
            {
                problems.Add($"{address}: {refusal}");
                continue;
            }

            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            using var limit = new CancellationTokenSource(_options.Timeout, _time);
            try
            {
                await socket.ConnectAsync(address, port, limit.Token).ConfigureAwait(false);
                return (new CheckStep("address", true, $"connected to {address} port {port.ToString(CultureInfo.InvariantCulture)}"), socket);
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                problems.Add($"{address}: {(failure is SocketException ? failure.Message : "no answer in time")}");
            }
        }

        return (new CheckStep("address", false, string.Join("; ", problems)), null);
    }

    private async Task<IReadOnlyList<CheckStep>> HandshakeAsync(Socket socket, string host)
    {
        var material = TlsMaterial.Load(_options.Tls);
        var why = "the server showed no certificate";
        var isTrusted = true;
        var isAsked = false;
        var options = material.ToClientOptions();
        options.TargetHost = host;
        options.RemoteCertificateValidationCallback = (_, _, chain, errors) =>
        {
            why = Describe(chain, errors, material.TrustsSystem);
            return isTrusted = errors == SslPolicyErrors.None;
        };
        if (material.ClientCertificate is null)
        {
            options.LocalCertificateSelectionCallback = (_, _, _, server, _) =>
            {
                // Called once before the handshake as well, when nobody has asked.
                isAsked |= server is not null;
                return null!;
            };
        }

        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        await using (tls.ConfigureAwait(false))
        {
            try
            {
                await tls.AuthenticateAsClientAsync(options, limit.Token).ConfigureAwait(false);
                return
                [
                    new CheckStep("tls", true, $"{tls.SslProtocol}, {why}"),
                    new CheckStep("client certificate", true, material.ClientCertificate is not { } ours ? isAsked ? "the server asks for one and none is configured" : "none configured"
                        : tls.LocalCertificate is null ? $"{ours.TargetCertificate.Subject} is configured, but the server did not ask for one"
                        : $"{ours.TargetCertificate.Subject} was sent"),
                ];
            }
            catch (Exception failure) when (failure is AuthenticationException or IOException or OperationCanceledException)
            {
                return [new CheckStep("tls", false, !isTrusted ? why
                    : $"{why}; {(failure is OperationCanceledException ? "no answer in time" : ConnectionProblem.Describe(failure))}")];
            }
        }
    }

    private static string Describe(X509Chain? chain, SslPolicyErrors errors, bool trustsSystem)
    {
        var elements = chain?.ChainElements.Select(element =>
            $"{element.Certificate.Subject} (until {element.Certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})") ?? [];
        var anchor = trustsSystem ? "the system's roots" : "Gateway:Webhook:Tls:CaFile";
        List<string> reasons = [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            reasons.Add("the certificate is for another name");
        reasons.AddRange(chain?.ChainStatus.Select(status => status.StatusInformation.Trim()).Where(text => text.Length > 0).Distinct() ?? []);
        return $"chain {string.Join(" <- ", elements)}: " + (errors == SslPolicyErrors.None ? $"trusted by {anchor}" : $"not trusted by {anchor}: {string.Join(", ", reasons)}");
    }

    private async Task<CheckStep> FetchTokenAsync(OAuth2Options options)
    {
        using var tokens = new OAuth2TokenSource(options, _options.AllowPrivateAddresses, _time, NullLogger.Instance);
        var (token, problem) = await tokens.GetAsync(CancellationToken.None).ConfigureAwait(false);
        return token is null
            ? new CheckStep("token", false, problem!)
            : new CheckStep("token", true, $"obtained, good for {(token.ExpiresAt - _time.GetUtcNow()).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)} s");
    }

    private async Task<CheckStep> PostAsync()
    {
        using var target = new WebhookTarget(_options, _time, NullLogger.Instance);
        var delivery = await target.PostAsync(TestMessage(), CancellationToken.None).ConfigureAwait(false);
        var status = delivery.Status is { } code ? $"status {code.ToString(CultureInfo.InvariantCulture)}" : LossReasonNames.Of(delivery.Reason!.Value);
        return new CheckStep("message", delivery.Reason is null, delivery.Detail is null ? status : $"{status}: {delivery.Detail}");
    }

    /// <summary>A transcript like any other, but for a call that cannot exist and with a text that says what it is.</summary>
    private Utterance TestMessage() => new()
    {
        Id = new UlidSequence(_time).Next(),
        Conversation = CallSid.Parse("CA" + new string('0', 32)),
        Stream = StreamId.New(_time),
        Participant = Participant.Agent,
        ParticipantId = "check-webhook",
        Start = TimeSpan.Zero,
        End = TimeSpan.Zero,
        SpokenAt = _time.GetUtcNow(),
        Text = "This is a test message of TwilioGateway.",
    };
}
