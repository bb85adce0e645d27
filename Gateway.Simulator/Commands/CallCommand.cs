using System.CommandLine;
using System.Net;
using System.Text.Json;
using Gateway.Simulator.Calls;
using Gateway.Simulator.Control;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Twilio;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Commands;

/// <summary><c>call</c>: plays a script as one call or as many, and judges what comes back.</summary>
internal sealed class CallCommand
{
    private readonly GatewayOptions _gateway = new();
    private readonly ReceiverOptions _receiver = new(prefix: "listen-", secretPrefix: "webhook-");
    private readonly Option<string> _script = new("--script")
    {
        Description = "The sidecar of a recording.",
        DefaultValueFactory = static _ => Path.Combine("samples", "streaming-upgrade.json"),
    };

    private readonly Option<int> _calls = new("--calls")
    {
        Description = "How many calls to play at once.",
        DefaultValueFactory = static _ => 1,
    };

    private readonly DurationOption _stagger = new(
        "--stagger", "The time over which the calls' beginnings are spread.", "500ms");

    private readonly Option<bool> _noTranscription = new("--no-transcription") { Description = "Send audio only: no start, no stop." };
    private readonly Option<Jitter> _jitter = new("--jitter")
    {
        Description = "How evenly frames leave.",
        DefaultValueFactory = static _ => Jitter.None,
    };

    private readonly Option<double> _speed = new("--speed")
    {
        Description = "1 is real time, 0 as fast as possible.",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<string?> _listen = new("--listen") { Description = "Receive the transcripts on this address:port." };
    private readonly Option<double> _maxWer = new("--max-wer")
    {
        Description = "The largest accepted word error rate: of every utterance of a single call, of all together for many.",
        DefaultValueFactory = static _ => 0.5,
    };

    private readonly Option<string?> _json = new("--json") { Description = "Write the report to this file." };
    private readonly TimeProvider _time;
    private readonly Random _random;

    private CallCommand(TimeProvider time, Random random)
    {
        _time = time;
        _random = random;
    }

    public static Command Create(TimeProvider time, Random random)
    {
        var call = new CallCommand(time, random);
        var command = new Command("call", "Plays calls against a gateway and compares the transcripts with what was said.");
        call._gateway.AddTo(command);
        Option[] options =
            [call._script, call._calls, call._stagger, call._noTranscription, call._jitter, call._speed, call._listen, call._maxWer, call._json];
        foreach (var option in options)
            command.Add(option);
        call._receiver.AddTo(command);
        Require(call._calls, static calls => calls >= 1, "--calls must be at least 1.");
        Require(call._speed, static speed => speed >= 0, "--speed must not be negative.");
        Require(call._listen, static listen => IPEndPoint.TryParse(listen!, out _), "--listen must be address:port, such as 127.0.0.1:9443.");
        command.SetAction(call.RunAsync);
        return command;
    }

    private static void Require<T>(Option<T> option, Func<T, bool> condition, string error) => option.Validators.Add(result =>
    {
        if (!condition(result.GetValueOrDefault<T>()!))
            result.AddError(error);
    });

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var script = CallScript.Load(arguments.GetRequiredValue(_script));
        using var gateway = _gateway.Client(arguments);
        // Once before all calls: whoever mistyped the address or the key wants one sentence, not one per call.
        if (await gateway.GetStreamUrlAsync(cancellationToken) is { Body: null } refusal)
            throw new HttpRequestException($"the gateway gives no stream URL: {refusal}");

        if (arguments.GetValue(_listen) is not { } listen)
            return await PlayAsync(arguments, script, gateway, null, cancellationToken);
        var (receiver, certificate) = await _receiver.StartAsync(arguments, IPEndPoint.Parse(listen), _time, cancellationToken);
        using (certificate)
        await using (receiver)
            return await PlayAsync(arguments, script, gateway, receiver, cancellationToken);
    }

    private async Task<int> PlayAsync(
        ParseResult arguments, CallScript script, GatewayClient gateway, WebhookReceiver? receiver, CancellationToken cancellationToken)
    {
        var options = new ScriptedCallOptions
        {
            Transcribe = !arguments.GetValue(_noTranscription),
            AuthToken = _gateway.AuthToken(arguments),
            Trust = _gateway.Trust(arguments),
            Jitter = arguments.GetValue(_jitter),
            Speed = arguments.GetValue(_speed),
        };
        await using var clock = new FrameClock(_time);
        var calls = Enumerable.Range(0, arguments.GetValue(_calls))
            .Select(_ => new ScriptedCall(script, options, gateway, receiver, clock, new Random(_random.Next())))
            .ToList();
        var run = new LoadRun(calls, _stagger.In(arguments), _time, _random);

        var report = await WatchAsync(run, script, receiver, cancellationToken);
        RunSummary.Print(report, transcriptsSeen: receiver is not null && options.Transcribe);
        if (arguments.GetValue(_json) is { } path)
            await File.WriteAllBytesAsync(path, JsonSerializer.SerializeToUtf8Bytes(report, ReportJson.Default.RunReport), cancellationToken);
        return Faults.Print(report, arguments.GetValue(_maxWer), receiver) ? ExitCode.Faults : ExitCode.Success;
    }

    /// <summary>Plays the calls and meanwhile shows the conversation of a single one, or the progress of many.</summary>
    private async Task<RunReport> WatchAsync(LoadRun run, CallScript script, WebhookReceiver? receiver, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = receiver is not null && run.Calls is [var single]
            ? Conversation.PrintAsync(receiver.Of(single.Call), single.PositionOf, Console.Out, over.Token)
            : RunProgress.ShowAsync(run, (long)script.Audio.Frames * script.Audio.Tracks.Count * run.Calls.Count, _time, over.Token);
        try
        {
            return await run.PlayAsync(cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await watching;
        }
    }
}
