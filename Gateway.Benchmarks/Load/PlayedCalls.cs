using Gateway.Benchmarks.Speech;
using Gateway.Simulator.Calls;
using Gateway.Simulator.Control;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Twilio;
using Gateway.Simulator.Webhook;

namespace Gateway.Benchmarks.Load;

/// <summary>A number of mixed calls against one gateway, which begin spread over <see cref="LoadSettings.Spread"/>; and when each utterance was said, on the run's clock.</summary>
internal sealed class PlayedCalls
{
    /// <summary>Calls that differ; more would only take memory.</summary>
    private const int Scripts = 16;

    /// <summary>Behind an overloaded gateway transcripts come late, and are wanted all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Indulgence = TimeSpan.FromSeconds(20);

    private readonly CallScript[] _scripts;
    private readonly LoadRun _run;
    private readonly int _calls;

    public PlayedCalls(int calls, TimeSpan length, LoadSettings settings, GatewayUnderLoad gateway, GatewayClient client, WebhookReceiver receiver, FrameClock clock, int seed)
    {
        _calls = calls;
        _scripts = MixedCalls.Make(Math.Min(Scripts, calls), length, new Synthesizer(settings.SpeechFolder), seed);
        var options = new ScriptedCallOptions { Trust = gateway.Trust, Patience = Patience, Indulgence = Indulgence };
        _run = new LoadRun(
            [.. Enumerable.Range(0, calls).Select(i => new ScriptedCall(_scripts[i % _scripts.Length], options, client, receiver, clock, new Random(seed + i)))],
            LoadSettings.Spread,
            clock.Time,
            new Random(seed));
    }

    /// <summary>Utterances in all scripts together.</summary>
    public int Said => Enumerable.Range(0, _calls).Sum(i => _scripts[i % _scripts.Length].Utterances.Count);

    /// <summary>How long all of that lasts, without pauses.</summary>
    public TimeSpan Spoken => Enumerable.Range(0, _calls).SelectMany(i => _scripts[i % _scripts.Length].Utterances).Aggregate(TimeSpan.Zero, (sum, each) => sum + each.End - each.Start);

    /// <summary>Audio that was sent while transcription was on, both tracks of all calls together.</summary>
    public TimeSpan Sent => 2 * Enumerable.Range(0, _calls).Aggregate(TimeSpan.Zero, (sum, i) => sum + _scripts[i % _scripts.Length].Windows.Aggregate(TimeSpan.Zero, (all, window) => all + window.Stop - window.Start));

    /// <summary>Plays them to their ends.</summary>
    public Task<RunReport> PlayAsync(CancellationToken cancellationToken) => _run.PlayAsync(cancellationToken);

    /// <summary>The utterances of a report, each with the moment at which it began, counted from the beginning of the run.</summary>
    public IEnumerable<(TimeSpan At, UtteranceReport Utterance)> Timeline(RunReport report) =>
        report.Calls.SelectMany((call, i) => call.Utterances.Select(utterance => (LoadSettings.Spread * i / _calls + utterance.Start, utterance)));
}
