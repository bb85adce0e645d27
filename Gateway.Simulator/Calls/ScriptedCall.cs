using System.Net.WebSockets;
using Gateway.Core;
using Gateway.Simulator.Control;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Twilio;
using Gateway.Simulator.Webhook;

namespace Gateway.Simulator.Calls;

/// <summary>
/// One call of a contact centre, from asking for a URL to comparing transcripts with what was said. Played once.
/// </summary>
/// <param name="script">What is said, and when transcription is on.</param>
/// <param name="options">How to play it.</param>
/// <param name="gateway">The control API.</param>
/// <param name="receiver">The webhook target, on the same clock; null if transcripts go elsewhere.</param>
/// <param name="clock">Paces the audio and measures latencies.</param>
/// <param name="random">Names the call and shakes its frames; for this call alone.</param>
internal sealed class ScriptedCall(
    CallScript script, ScriptedCallOptions options, GatewayClient gateway, WebhookReceiver? receiver, FrameClock clock, Random random)
{
    private readonly TranscribedStreams _streams = new();
    private readonly List<AutotranscribeResponse> _stops = [];
    private readonly List<string> _problems = [];
    private volatile TwilioStream? _stream;

    /// <summary>The call.</summary>
    public CallSid Call { get; } = TwilioSid.NewCall(random);

    /// <summary>Whether its audio is flowing, or has flowed.</summary>
    public bool IsConnected => _stream is not null;

    /// <summary>Media messages sent so far.</summary>
    public long MessagesSent => _stream?.MessagesSent ?? 0;

    /// <summary>Where in the call something begins that was transcribed; where in its window, while the window is not known.</summary>
    public TimeSpan PositionOf(ReceivedTranscript transcript) =>
        _streams.Place(transcript)?.Start ?? transcript.Message.AutotranscribeResponse.Start;

    /// <summary>Plays it. What the gateway does wrong is in the report; nothing is thrown but cancellation.</summary>
    public async Task<CallReport> PlayAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StreamAsync(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or UpgradeRefusedException or StreamLostException)
        {
            _problems.Add(e.Message);
        }
        var utterances = receiver is null ? [] : Compare(await CollectAsync(receiver, cancellationToken));
        return new CallReport
        {
            Call = Call,
            MessagesSent = MessagesSent,
            Lag = _stream?.Lag ?? TimeSpan.Zero,
            Utterances = utterances,
            Stops = _stops,
            Problems = _problems,
        };
    }

    private async Task StreamAsync(CancellationToken cancellationToken)
    {
        var url = await gateway.GetStreamUrlAsync(cancellationToken);
        if (url.Body is null)
        {
            _problems.Add($"no stream URL: {url}");
            return;
        }
        await using var stream = await TwilioStream.DialAsync(StreamOptions(url.Body.StreamingUrl), clock, random, cancellationToken);
        _stream = stream;
        await stream.StartAsync(cancellationToken);
        await Task.WhenAll(stream.PlayAsync(script.Audio, cancellationToken), ControlAsync(stream.Playhead, cancellationToken));
        var ending = await stream.StopAsync(options.Patience, cancellationToken);
        if (ending.Code != WebSocketCloseStatus.NormalClosure)
            _problems.Add($"after stop the stream was {ending}");
        if (ending.Messages > 0)
            _problems.Add($"the gateway sent {ending.Messages} messages on a one-way stream");
    }

    private TwilioStreamOptions StreamOptions(string url) => new()
    {
        Url = url,
        CallSid = Call,
        Tracks = script.Audio.Tracks,
        AuthToken = options.AuthToken,
        Trust = options.Trust,
        Jitter = options.Jitter,
        Speed = options.Speed,
    };

    /// <summary>Turns transcription on and off as the audio passes the windows' edges.</summary>
    private async Task ControlAsync(Playhead playhead, CancellationToken cancellationToken)
    {
        if (!options.Transcribe)
            return;
        foreach (var window in script.Windows)
        {
            await playhead.ReachAsync(window.Start, cancellationToken);
            var asked = playhead.Position;
            if (Accepted("start", await gateway.StartAsync(StartRequest(), cancellationToken)) is not { } started)
                continue;
            // The request took effect somewhere between question and answer.
            _streams.Add(started, window, origin: (asked + playhead.Position) / 2);

            await playhead.ReachAsync(window.Stop, cancellationToken);
            if (Accepted("stop", await gateway.StopAsync(Call, cancellationToken)) is { } stopped)
                _stops.Add(stopped);
        }
    }

    private StartRequest StartRequest() => new()
    {
        Guid = Call.ToString(),
        CustomerId = "simulated-customer",
        AgentId = "simulated-agent",
        TwilioParams = new TwilioParams(new TrackRoles(script.TrackMap.Inbound, script.TrackMap.Outbound)),
    };

    private AutotranscribeResponse? Accepted(string request, ControlAnswer<StreamingResponse> answer)
    {
        if (answer.Body is not { IsOk: true })
            _problems.Add($"{request} was refused: {answer.Body?.ErrorMessage ?? answer.ToString()}");
        return answer.Body?.AutotranscribeResponse;
    }

    /// <summary>Waits until all transcripts are there that the stop responses speak of: they may arrive later than those.</summary>
    private async Task<IReadOnlyList<PlacedTranscript>> CollectAsync(WebhookReceiver webhook, CancellationToken cancellationToken)
    {
        var promised = _stops.Sum(static stop => (stop.Customer?.Summary?.Transcripts ?? 0) + (stop.Agent?.Summary?.Transcripts ?? 0));
        var transcripts = await webhook.Of(Call).WaitForAsync(promised, options.Patience, cancellationToken);
        if (options.Indulgence > TimeSpan.Zero)
            transcripts = await webhook.Of(Call).WaitForAsync(script.Windows.Sum(window => script.Expected(window).Count()), options.Indulgence, cancellationToken);
        if (transcripts.Count < promised || (transcripts.Count > promised && options.Indulgence == TimeSpan.Zero))
            _problems.Add($"the stop responses speak of {promised} transcripts, {transcripts.Count} arrived");

        var placed = new List<PlacedTranscript>();
        foreach (var transcript in transcripts)
        {
            if (_streams.Place(transcript) is not { } place)
            {
                _problems.Add($"a transcript names the unknown stream {transcript.Message.StreamId}");
                continue;
            }
            if (place.Speaker != transcript.Message.Sender.Role)
                _problems.Add($"a transcript of the {place.Speaker}'s stream says that the {transcript.Message.Sender.Role} spoke");
            placed.Add(place);
        }
        return placed;
    }

    private IReadOnlyList<UtteranceReport> Compare(IReadOnlyList<PlacedTranscript> received)
    {
        if (!options.Transcribe || _stream is not { Playhead: var playhead })
            return [];
        var reports =
            from window in script.Windows
            from speaker in Enum.GetValues<Participant>()
            let expected = script.Expected(window).Where(utterance => script.TrackMap[utterance.Track] == speaker)
            from match in Match.Find(expected, received.Where(transcript => transcript.Window == window && transcript.Speaker == speaker))
            select UtteranceReport.Of(match, speaker, playhead, clock.Time);
        return [.. reports.OrderBy(static report => report.Start)];
    }
}
