using System.Net;
using System.Net.Sockets;
using Gateway.Simulator;
using Gateway.Simulator.Cloud;
using Gateway.Simulator.Drills;
using Gateway.Simulator.Webhook;
using Gateway.Tests.EndToEnd;

namespace Gateway.Tests.Cloud;

/// <summary>A gateway that takes the simulator's cloud for Twilio, and recovers its streams.</summary>
public class DrilledGateway : GatewayFixture, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-drilled-").FullName;
    private readonly ReceiverCertificate _certificate = ReceiverCertificate.Create(TimeProvider.System);
    private static int _lastPort = 20_000;

    private readonly int _port = FreePort();
    private TwilioCloud? _cloud;

    /// <summary>Whether it recovers.</summary>
    protected virtual bool Recovers => true;

    /// <inheritdoc/>
    protected override Dictionary<string, string?> Settings => new()
    {
        ["Kestrel:Endpoints:Https:Url"] = $"https://127.0.0.1:{_port}",
        ["Gateway:PublicUrl"] = $"https://127.0.0.1:{_port}",
        ["Gateway:Twilio:AccountSid"] = CloudHarness.AccountSid,
        ["Gateway:Twilio:AuthToken"] = CloudHarness.AuthToken.Reveal(),
        ["Gateway:Twilio:ValidateSignature"] = "true",
        ["Gateway:Twilio:ApiBaseUrl"] = _cloud!.Url.ToString(),
        ["Gateway:Twilio:ApiCaFile"] = Path.Combine(_folder, ReceiverCertificate.AuthorityFile),
        ["Gateway:Twilio:Continuation"] = "<Pause length=\"3600\"/>",
        ["Gateway:Twilio:Recovery:Enabled"] = Recovers ? "true" : "false",
    };

    async Task IAsyncLifetime.InitializeAsync()
    {
        _certificate.Save(_folder);
        // The gateway makes its certificate later than the cloud begins.
        var options = new CloudOptions { AuthToken = CloudHarness.AuthToken, Trust = ServerTrust.Anyone };
        _cloud = await TwilioCloud.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), _certificate, options, Clock, NextRandom(), CancellationToken.None);
        await InitializeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await _cloud!.DisposeAsync();
        await DisposeAsync();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Plays one drill.</summary>
    internal async Task<DrillResult> PlayAsync(string name)
    {
        var settings = new DrillSettings
        {
            Cloud = _cloud!,
            Gateway = Client,
            Receiver = Receiver,
            Speech = new DrillSpeech(Spoken.Script),
            Time = TimeProvider.System,
            Twiml = new Uri(Origin, "/twilio/twiml").ToString(),
            StatusCallback = new Uri(Origin, "/twilio/stream-status").ToString(),
            MediaIdle = TimeSpan.FromSeconds(60),
            ApiTimeout = TimeSpan.FromSeconds(10),
        };
        await foreach (var result in DrillRun.PlayAsync(Drill.All.Where(drill => drill.Name == name), settings, CancellationToken.None))
            return result;
        throw new ArgumentException($"There is no drill '{name}'.");
    }

    /// <summary>The gateway must know its own public URL before it starts, so its port cannot be the system's choice.</summary>
    /// <summary>A port that is free, and stays so until it is used: below those that connections are given by themselves, and never the same twice.</summary>
    internal static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _lastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }
}

/// <summary>The same without recovery.</summary>
public sealed class ForgetfulGateway : DrilledGateway
{
    /// <inheritdoc/>
    protected override bool Recovers => false;
}
