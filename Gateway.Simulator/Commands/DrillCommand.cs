using System.CommandLine;
using System.Net;
using System.Text.Json;
using Gateway.Simulator.Cloud;
using Gateway.Simulator.Drills;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Twilio;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Commands;

/// <summary><c>drill</c>: breaks the streams of calls in every way, and judges how the gateway recovers.</summary>
internal sealed class DrillCommand
{
    private readonly GatewayOptions _gateway = new();
    private readonly ReceiverOptions _receiver = new(prefix: "listen-", secretPrefix: "webhook-");
    private readonly Option<string> _listen = Endpoint("--listen", "Receive the transcripts on this address:port.", "127.0.0.1:9443");
    private readonly Option<string> _cloud = Endpoint("--cloud", "Play Twilio's REST API on this address:port.", "127.0.0.1:9444");
    private readonly Option<string?> _cloudCertificate = new("--cloud-certificate")
    {
        Description = "The folder that the command 'certificate' wrote, for Twilio's REST API. Default: that of --listen-certificate.",
    };

    private readonly Option<string> _account = new("--account-sid")
    {
        Description = "The Twilio account that the gateway is configured for.",
        DefaultValueFactory = static _ => TwilioMessages.AccountSid,
    };

    private readonly Option<string?> _twiml = new("--twiml") { Description = "Where calls fetch their TwiML. Default: /twilio/twiml of the gateway." };
    private readonly Option<bool> _noTwiml = new("--no-twiml") { Description = "Calls begin with a stream URL of the API instead of TwiML." };
    private readonly DurationOption _mediaIdle = new("--media-idle", "The gateway's Gateway:Calls:MediaIdle.", "60s");
    private readonly DurationOption _apiTimeout = new("--api-timeout", "The gateway's Gateway:Twilio:ApiTimeout.", "10s");
    private readonly DurationOption _slack = new("--slack", "How much longer than its limits a recovery may take, and how much more speech it may lose.", "0s");
    private readonly Option<string?> _command = new("--gateway-command")
    {
        Description = "What starts the gateway, for the shell. Then it is started here, and ended afterwards.",
    };

    private readonly Option<string> _script = new("--script")
    {
        Description = "The sidecar of a recording: who says what.",
        DefaultValueFactory = static _ => Path.Combine("samples", "streaming-upgrade.json"),
    };

    private readonly Option<string?> _only = new("--only") { Description = "The drills to run, with commas between them. Default: all." };
    private readonly Option<bool> _list = new("--list") { Description = "List the drills and run none." };
    private readonly Option<string?> _json = new("--json") { Description = "Write the report to this file." };
    private readonly TimeProvider _time;
    private readonly Random _random;

    private DrillCommand(TimeProvider time, Random random)
    {
        _time = time;
        _random = random;
    }

    public static Command Create(TimeProvider time, Random random)
    {
        var drill = new DrillCommand(time, random);
        var command = new Command("drill", "Plays Twilio's cloud, breaks the streams of calls in every way, and judges how the gateway recovers.");
        drill._gateway.AddTo(command, unless: drill._list);
        drill._receiver.AddTo(command);
        Option[] options =
        [
            drill._listen, drill._cloud, drill._cloudCertificate, drill._account, drill._twiml, drill._noTwiml, drill._mediaIdle, drill._apiTimeout, drill._slack,
            drill._command, drill._script, drill._only, drill._list, drill._json,
        ];
        foreach (var option in options)
            command.Add(option);
        drill._only.Validators.Add(static result =>
        {
            foreach (var name in Names(result.GetValueOrDefault<string?>()).Where(static name => Drill.All.All(drill => drill.Name != name)))
                result.AddError($"There is no drill '{name}'; see --list.");
        });
        drill._gateway.RequireAuthToken(command, unless: drill._list);
        command.SetAction(drill.RunAsync);
        return command;
    }

    private static Option<string> Endpoint(string name, string description, string standard)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (!IPEndPoint.TryParse(result.GetValueOrDefault<string>()!, out _))
                result.AddError($"{name} must be address:port, such as {standard}.");
        });
        return option;
    }

    private static string[] Names(string? only) =>
        only?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_list))
        {
            DrillTable.PrintList();
            return ExitCode.Success;
        }
        var speech = new DrillSpeech(CallScript.Load(arguments.GetRequiredValue(_script)));
        var (receiver, certificate) = await _receiver.StartAsync(arguments, IPEndPoint.Parse(arguments.GetRequiredValue(_listen)), _time, cancellationToken);
        using (certificate)
        await using (receiver)
        {
            using var cloudCertificate = arguments.GetValue(_cloudCertificate) is { } folder ? ReceiverCertificate.Load(folder) : null;
            await using var process = arguments.GetValue(_command) is { } command
                ? new GatewayUnderDrill(command, cancel => IsReadyAsync(arguments, cancel), _time)
                : null;
            if (process is not null)
                await process.StartAsync(cancellationToken);
            return await PlayAsync(arguments, speech, receiver, cloudCertificate ?? certificate, process, cancellationToken);
        }
    }

    private async Task<int> PlayAsync(
        ParseResult arguments,
        DrillSpeech speech,
        WebhookReceiver receiver,
        ReceiverCertificate certificate,
        GatewayUnderDrill? process,
        CancellationToken cancellationToken)
    {
        using var gateway = _gateway.Client(arguments);
        // Once before all drills: whoever mistyped the address or the key wants one sentence, not one per drill.
        if (await gateway.GetStreamUrlAsync(cancellationToken) is { Body: null } refusal)
            throw new HttpRequestException($"the gateway gives no stream URL: {refusal}");
        await using var clock = new FrameClock(_time);
        var options = new CloudOptions
        {
            AccountSid = arguments.GetRequiredValue(_account),
            AuthToken = _gateway.AuthToken(arguments)!,
            Trust = _gateway.Trust(arguments),
        };
        await using var cloud = await TwilioCloud.StartAsync(
            IPEndPoint.Parse(arguments.GetRequiredValue(_cloud)), certificate, options, clock, _random, cancellationToken);
        var origin = _gateway.Origin(arguments);
        var settings = new DrillSettings
        {
            Cloud = cloud,
            Gateway = gateway,
            Receiver = receiver,
            Speech = speech,
            Time = _time,
            Twiml = arguments.GetValue(_noTwiml) ? null : arguments.GetValue(_twiml) ?? new Uri(origin, "/twilio/twiml").ToString(),
            StatusCallback = new Uri(origin, "/twilio/stream-status#rc=3&rp=5xx,ct,rt").ToString(),
            MediaIdle = _mediaIdle.In(arguments),
            ApiTimeout = _apiTimeout.In(arguments),
            Slack = _slack.In(arguments),
            Process = process,
        };
        return await ConcludeAsync(arguments, settings, cancellationToken);
    }

    private async Task<int> ConcludeAsync(ParseResult arguments, DrillSettings settings, CancellationToken cancellationToken)
    {
        var only = Names(arguments.GetValue(_only)).ToHashSet();
        var results = new List<DrillResult>();
        await foreach (var result in DrillRun.PlayAsync(Drill.All.Where(drill => only.Count == 0 || only.Contains(drill.Name)), settings, cancellationToken))
        {
            DrillTable.PrintLine(result);
            results.Add(result);
        }
        var report = new DrillReport(results);
        DrillTable.Print(report);
        if (arguments.GetValue(_json) is { } path)
            await File.WriteAllBytesAsync(path, JsonSerializer.SerializeToUtf8Bytes(report, DrillJson.Default.DrillReport), cancellationToken);
        return report.IsGood ? ExitCode.Success : ExitCode.Faults;
    }

    /// <summary>Before the gateway's first start even its key and its certificate are missing.</summary>
    private async Task<bool> IsReadyAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var gateway = _gateway.Client(arguments);
            return await gateway.GetStreamUrlAsync(cancellationToken) is { Body: not null };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or FormatException)
        {
            return false;
        }
    }
}
