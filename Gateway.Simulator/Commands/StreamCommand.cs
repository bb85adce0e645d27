using System.CommandLine;
using System.Text.Json;
using System.Threading.Channels;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Control;
using Gateway.Simulator.Direct;
using Gateway.Simulator.Twilio;

namespace Gateway.Simulator.Commands;

/// <summary><c>stream</c>: sends a recording over the direct API and prints its transcripts.</summary>
internal sealed class StreamCommand
{
    private readonly GatewayOptions _gateway = new();
    private readonly SpeakerOptions _speakers = new();
    private readonly Option<string> _wav = new("--wav")
    {
        Description = "The recording: a WAV file of any rate, and of one channel or two, the customer's left and the agent's right.",
        Required = true,
    };

    private readonly Option<string?> _externalId = new("--external-id") { Description = "The conversation's name. Without it one is made up." };
    private readonly Option<bool> _realTime = new("--real-time") { Description = "Send as people speak, instead of as fast as the gateway takes it." };
    private readonly Option<string?> _vocabulary = new("--vocabulary")
    {
        Description = "Terms to know, as a file [{\"phrase\":\"...\",\"soundsLike\":[\"...\"],\"category\":\"...\"}].",
    };

    private readonly Option<string?> _language = new("--language") { Description = "Such as en-US." };
    private readonly Option<string?> _redaction = new("--redaction") { Description = "What transcripts are to contain." };
    private readonly Option<bool> _noFormatting = new("--no-formatting")
    {
        Description = "Words as spoken: no digits, no capitals. The gateway wants '--redaction unredacted' with it.",
    };

    private readonly DurationOption _patience = new("--patience", "How long the gateway may neither take nor send anything.", "2m");
    private readonly Option<string?> _json = new("--json") { Description = "Write the report to this file." };
    private readonly TimeProvider _time;
    private readonly Random _random;

    private StreamCommand(TimeProvider time, Random random)
    {
        _time = time;
        _random = random;
    }

    public static Command Create(TimeProvider time, Random random)
    {
        var stream = new StreamCommand(time, random);
        var command = new Command("stream", "Transcribes a recording: sends it over the gateway's direct WebSocket and prints what comes back.");
        stream._gateway.AddTo(command, signsUpgrade: false);
        command.Add(stream._wav);
        stream._speakers.AddTo(command);
        stream._redaction.AcceptOnlyFromAmong("redacted", "unredacted", "redacted_and_unredacted");
        Option[] options =
        [
            stream._externalId, stream._realTime, stream._vocabulary, stream._language, stream._redaction, stream._noFormatting, stream._patience,
            stream._json,
        ];
        foreach (var option in options)
            command.Add(option);
        command.SetAction(stream.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        // What is wrong with the files should be said before anybody is dialled.
        using var wav = WavReader.Open(arguments.GetRequiredValue(_wav));
        var speakers = _speakers.Of(arguments, wav.Format.Channels);
        var vocabulary = arguments.GetValue(_vocabulary) is { } path ? VocabularyPhrase.Load(path) : [];
        var externalId = arguments.GetValue(_externalId) is { Length: > 0 } given ? given : $"recording-{_random.NextInt64():x16}";

        var url = await UrlAsync(arguments, externalId, cancellationToken);
        var heard = Channel.CreateUnbounded<DirectTranscript>(new UnboundedChannelOptions { SingleReader = true });
        var streams = new List<DirectStream>();
        try
        {
            foreach (var speaker in speakers)
                streams.Add(new DirectStream(
                    await DirectDial.ConnectAsync(url, _gateway.Trust(arguments), cancellationToken),
                    speaker.Role,
                    heard.Writer,
                    _patience.In(arguments),
                    _time));
            var recording = new RecordingReader(wav, [.. speakers.Select(static speaker => speaker.Channel)]);
            var starts = speakers.Select(speaker => Start(arguments, new StreamSender(speaker.Role, $"{externalId}-{StreamOutcome.Name(speaker.Role)}"))).ToList();

            await using var clock = new FrameClock(_time);
            var transcription = new FileTranscription(recording, streams).RunAsync(
                starts, vocabulary, arguments.GetValue(_realTime) ? clock : null, cancellationToken);
            await StreamProgress.ShowAsync(streams, recording.Length, heard, transcription, _time);
            return await ConcludeAsync(arguments, new FileReport(externalId, await transcription), cancellationToken);
        }
        finally
        {
            foreach (var stream in streams)
                await stream.DisposeAsync();
        }
    }

    private async Task<Uri> UrlAsync(ParseResult arguments, string externalId, CancellationToken cancellationToken)
    {
        using var gateway = _gateway.Client(arguments);
        var answer = await gateway.GetDirectUrlAsync(new StreamingUrlRequest(externalId), cancellationToken);
        if (answer.Body is not { StreamingUrl: { } text })
            throw new HttpRequestException($"the gateway gives no streaming URL: {answer}");
        // Its text holds a token, and is not for the screen.
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeWss
            ? url
            : throw new HttpRequestException("the gateway's streaming URL is not a wss URL.");
    }

    private StartStream Start(ParseResult arguments, StreamSender sender) => new(sender)
    {
        Language = arguments.GetValue(_language),
        SmartFormatting = arguments.GetValue(_noFormatting) ? false : null,
        RedactionOutput = arguments.GetValue(_redaction),
    };

    private async Task<int> ConcludeAsync(ParseResult arguments, FileReport report, CancellationToken cancellationToken)
    {
        foreach (var connection in report.Connections)
            Console.WriteLine(StreamOutcome.Describe(connection));
        if (arguments.GetValue(_json) is { } path)
            await File.WriteAllBytesAsync(path, JsonSerializer.SerializeToUtf8Bytes(report, FileReportJson.Default.FileReport), cancellationToken);
        foreach (var connection in report.Connections.Where(static connection => !connection.IsOk))
            Console.WriteLine($"FAULT {StreamOutcome.Name(connection.Role)}: {connection.Problem}");
        return report.IsOk ? ExitCode.Success : ExitCode.Faults;
    }
}
