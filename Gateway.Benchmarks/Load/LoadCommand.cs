using System.CommandLine;
using System.Globalization;
using Gateway.Simulator.Commands;

namespace Gateway.Benchmarks.Load;

/// <summary><c>load</c>: how latency and loss depend on the number of calls, measured against gateways of their own on this machine.</summary>
internal sealed class LoadCommand
{
    /// <summary>What the reference service promises, and the aim of the gateway, in milliseconds.</summary>
    public const double LimitMilliseconds = 600;

    private readonly Option<string> _calls = new("--calls") { Description = "The loads to measure, one after the other.", DefaultValueFactory = _ => "10,25,50,75" };
    private readonly Option<string?> _engine = new("--engine") { Description = "The speech engine. Default: the gateway's." };
    private readonly Option<double> _minutes = new("--minutes") { Description = "How long each load is measured.", DefaultValueFactory = _ => 1 };
    private readonly DurationOption _silence = new("--silence", "The silence that ends an utterance.", "400ms");
    private readonly Option<string?> _html = new("--html") { Description = "Write a page with plots to this file." };
    private readonly Option<string[]> _gatewayArguments = new("--gateway-arg") { Description = "A setting of the gateway, such as Gateway:Recognition:Workers=1; may be repeated." };
    private readonly Option<string> _speech = new("--speech") { Description = "Where synthetic speech is kept between runs.", DefaultValueFactory = _ => Path.Combine("artifacts", "speech") };
    private readonly Option<int> _seed = new("--seed") { Description = "Makes the same calls again.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _overload = new("--overload") { Description = "Instead: twice the knee for a while, then half of it." };
    private readonly Option<int> _knee = new("--knee") { Description = "With --overload: the calls that this machine carries.", DefaultValueFactory = _ => 25 };
    private readonly DurationOption _for = new("--for", "With --overload: how long it lasts.", "30s");

    public static Command Create(TimeProvider time)
    {
        var load = new LoadCommand();
        var command = new Command("load", "Plays calls in real time against gateways of their own and measures latency by stage, losses, processors and memory. Needs flite; build Gateway.Host before.");
        Option[] options =
            [load._calls, load._engine, load._minutes, load._silence, load._html, load._gatewayArguments, load._speech, load._seed, load._overload, load._knee, load._for];
        foreach (var option in options)
            command.Add(option);
        load._calls.Validators.Add(result =>
        {
            if (Loads(result.GetValueOrDefault<string>()) is null)
                result.AddError("--calls must be numbers of calls with commas between them, such as 10,25,50.");
        });
        command.SetAction((arguments, cancellationToken) => load.RunAsync(arguments, time, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult arguments, TimeProvider time, CancellationToken cancellationToken)
    {
        var settings = new LoadSettings
        {
            Measured = TimeSpan.FromMinutes(arguments.GetValue(_minutes)),
            Gateway = [.. GatewaySettings(arguments)],
            SpeechFolder = arguments.GetRequiredValue(_speech),
            Seed = arguments.GetValue(_seed),
        };
        if (arguments.GetValue(_overload))
        {
            var overload = await new OverloadMeasurement(settings, time).RunAsync(arguments.GetValue(_knee), _for.In(arguments), cancellationToken);
            foreach (var line in overload.Lines())
                await Console.Out.WriteLineAsync(line);
            if (arguments.GetValue(_html) is { } plot)
                await File.WriteAllTextAsync(plot, LoadPage.Of(overload, settings), cancellationToken);
            return 0;
        }

        var results = new List<LoadResult>();
        foreach (var calls in Loads(arguments.GetRequiredValue(_calls))!)
        {
            var result = await new LoadMeasurement(settings, time).RunAsync(calls, cancellationToken);
            results.Add(result);
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{calls} calls: p95 {result.Latency?.P95:0} ms, {result.Account.Shed} shed, {result.GatewayCores:0.00} processors; {result.Problems.Count} problems"));
            foreach (var problem in result.Problems.Take(5))
                await Console.Error.WriteLineAsync($"  {problem}");
        }

        foreach (var line in LoadColumns.Markdown(results))
            await Console.Out.WriteLineAsync(line);
        if (arguments.GetValue(_html) is { } page)
            await File.WriteAllTextAsync(page, LoadPage.Of(results, settings), cancellationToken);
        return 0;
    }

    private IEnumerable<string> GatewaySettings(ParseResult arguments)
    {
        yield return $"--Gateway:Endpointing:Silence={_silence.In(arguments):c}";
        if (arguments.GetValue(_engine) is { } engine)
            yield return $"--Gateway:Recognition:Engines:0={engine}";
        foreach (var argument in arguments.GetValue(_gatewayArguments) ?? [])
            yield return argument.StartsWith("--", StringComparison.Ordinal) ? argument : $"--{argument}";
    }

    private static int[]? Loads(string text)
    {
        var loads = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var calls) || calls < 1)
                return null;
            loads.Add(calls);
        }

        return [.. loads];
    }
}
