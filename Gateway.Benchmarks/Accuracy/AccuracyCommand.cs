using System.CommandLine;
using System.Globalization;
using Gateway.Benchmarks.Load;
using Gateway.Benchmarks.Speech;
using Gateway.Core;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Simulator.Calls;
using Gateway.Simulator.Scripts;
using Microsoft.Extensions.Configuration;

namespace Gateway.Benchmarks.Accuracy;

/// <summary><c>accuracy</c>: word error rates of an engine through the gateway's own path, at 8 kHz mu-law, and what they cost.</summary>
internal sealed class AccuracyCommand
{
    private static readonly TimeSpan CallLength = TimeSpan.FromMinutes(2);

    /// <summary>Takes a whole reading for one utterance.</summary>
    private static readonly EndpointingOptions Patient = new() { Silence = TimeSpan.FromSeconds(2), LeadIn = TimeSpan.FromSeconds(0.5), MaxUtterance = TimeSpan.FromMinutes(1) };

    private readonly Option<string> _engine = new("--engine") { Description = "The speech engine.", DefaultValueFactory = _ => "pocketsphinx" };
    private readonly Option<string[]> _gatewayArguments = new("--gateway-arg") { Description = "A setting in the section Gateway:Recognition or Gateway:Endpointing, such as Gateway:Recognition:Workers=1; may be repeated." };
    private readonly Option<int> _mixed = new("--mixed") { Description = "How many synthetic calls of two minutes.", DefaultValueFactory = _ => 2 };
    private readonly Option<string> _speech = new("--speech") { Description = "Where synthetic speech is kept between runs.", DefaultValueFactory = _ => Path.Combine("artifacts", "speech") };
    private readonly Option<bool> _words = new("--words") { Description = "Also print what was said and what was understood." };

    public static Command Create()
    {
        var accuracy = new AccuracyCommand();
        var command = new Command("accuracy", "Computes word error rates on recorded readings, the sample call and synthetic calls. Needs flite and pocketsphinx-testdata.");
        Option[] options = [accuracy._engine, accuracy._gatewayArguments, accuracy._mixed, accuracy._speech, accuracy._words];
        foreach (var option in options)
            command.Add(option);
        command.SetAction(accuracy.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddCommandLine(
            [.. arguments.GetValue(_gatewayArguments) ?? [], $"Gateway:Recognition:Engines:0={arguments.GetRequiredValue(_engine)}"]).Build();
        var recognition = configuration.GetSection("Gateway:Recognition").Get<RecognitionOptions>() ?? new RecognitionOptions();
        var endpointing = configuration.GetSection("Gateway:Endpointing").Get<EndpointingOptions>() ?? new EndpointingOptions();
        var readings = TestSpeech.OfReadings().ToList();
        var sample = TestSpeech.Of(CallScript.Load(Path.Combine("samples", "streaming-upgrade.json"))).ToList();
        var mixed = MixedCalls.Make(arguments.GetValue(_mixed), CallLength, new Synthesizer(arguments.GetRequiredValue(_speech)), seed: 1).SelectMany(TestSpeech.Of).ToList();

        await Console.Out.WriteLineAsync("| audio | utterances | words | substituted | deleted | inserted | word error rate | CPU s per s of speech | finishing ms p50 / p95 |");
        await Console.Out.WriteLineAsync("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        (string Name, List<TestSpeech> Speech, EndpointingOptions Endpointing)[] materials =
        [
            ("readings, each as one utterance", readings, Patient),
            ("readings, cut at pauses", readings, endpointing),
            ("sample call", sample, endpointing),
            ("synthetic calls", mixed, endpointing),
        ];
        foreach (var (name, speech, settings) in materials)
        {
            await using var listening = await Listening.BeginAsync(settings, recognition, cancellationToken);
            await Console.Out.WriteLineAsync(await MeasureAsync(name, speech, listening, arguments.GetValue(_words)));
        }

        return 0;
    }

    private static async Task<string> MeasureAsync(string name, List<TestSpeech> material, Listening listening, bool words)
    {
        var errors = new WordErrors();
        var finishing = new List<double>();
        var utterances = 0;
        var before = Environment.CpuUsage.TotalTime;
        foreach (var speech in material)
        {
            var heard = await listening.HearAsync(speech.Samples);
            var understood = string.Join(' ', heard.Select(utterance => utterance.Text));
            errors += WordErrors.Between(speech.Said, understood);
            utterances += heard.Count;
            finishing.AddRange(heard.Select(utterance => utterance.Timing).OfType<UtteranceTiming>()
                .Select(timing => TimeProvider.System.GetElapsedTime(timing.Finishing, timing.Recognised).TotalMilliseconds));
            if (words)
                await Console.Out.WriteLineAsync($"said:       {speech.Said}\nunderstood: {understood}");
        }

        var processor = Environment.CpuUsage.TotalTime - before;
        var spoken = material.Aggregate(TimeSpan.Zero, (sum, speech) => sum + speech.Speech);
        var latency = Distribution.Of(finishing) is { } times ? string.Create(CultureInfo.InvariantCulture, $"{times.P50:0} / {times.P95:0}") : "-";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {utterances} | {errors.Words} | {errors.Substitutions} | {errors.Deletions} | {errors.Insertions} | {100 * errors.Rate:0.0} % | {processor / spoken:0.000} | {latency} |");
    }
}
