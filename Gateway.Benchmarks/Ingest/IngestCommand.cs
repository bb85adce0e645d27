using System.CommandLine;
using System.Globalization;
using Gateway.Simulator.Commands;
using Gateway.Simulator.Webhook;

namespace Gateway.Benchmarks.Ingest;

/// <summary>
/// What taking in calls costs that nobody transcribes: processor time per frame and memory per call of the gateway, of a bare Kestrel and of a Node server, on the same frames
/// over TLS in real time. The servers take turns in one run; medians are compared.
/// </summary>
internal static class IngestCommand
{
    /// <summary>What has been compiled and allocated for a first call is not counted.</summary>
    private const int WarmUpCalls = 4;

    public static Task<int> RunAsync(string[] arguments)
    {
        var loads = new Option<int[]>("--calls") { Description = "Concurrent calls of two tracks, one measurement for each number.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [100, 500, 1000] };
        var rounds = new Option<int>("--rounds") { Description = "Turns of each server.", DefaultValueFactory = _ => 3 };
        var settle = new DurationOption("--settle", "How long calls run before the measurement: compiling in the background must be over.", "20s");
        var window = new DurationOption("--window", "How long the measurement lasts.", "15s");
        var only = new Option<string?>("--only") { Description = "Measures one of: gateway, bare Kestrel, Node ws." };
        var settings = new Option<string[]>("--set") { Description = "A setting of the gateway, such as Gateway:Calls:ReadingBeat=00:00:00.", DefaultValueFactory = _ => [] };
        var command = new RootCommand("What taking in calls costs that nobody transcribes (from the top of the repository, after building the solution).") { loads, rounds, settle, window, only, settings };
        command.SetAction(async (given, _) =>
        {
            var folder = Directory.CreateTempSubdirectory("gateway-ingest-").FullName;
            try
            {
                using (var certificate = ReceiverCertificate.Create(TimeProvider.System))
                    certificate.Save(folder);
                Contestant[] all =
                    [Contestant.Gateway(Path.Combine(folder, "state"), [.. given.GetRequiredValue(settings).Select(setting => $"--{setting}")]), Contestant.Bare(folder), Contestant.Node(folder)];
                var contestants = given.GetValue(only) is { } name ? [.. all.Where(contestant => contestant.Name == name)] : all;
                foreach (var calls in given.GetRequiredValue(loads))
                    await CompareAsync(contestants, calls, given.GetRequiredValue(rounds), settle.In(given), window.In(given));
                return 0;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command.Parse(arguments).InvokeAsync();
    }

    private static async Task CompareAsync(Contestant[] contestants, int calls, int rounds, TimeSpan settle, TimeSpan window)
    {
        var results = contestants.ToDictionary(contestant => contestant.Name, _ => new List<Cost>());
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                var cost = await MeasureAsync(contestant, calls, settle, window);
                results[contestant.Name].Add(cost);
                await SayAsync($"{calls} calls, round {round}, {contestant.Name}: {cost}, load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
            }
        }

        await SayAsync("");
        await SayAsync($"| {calls} calls, medians of {rounds} | us per frame | cores | KiB per call | gateway's share of it |");
        await SayAsync("|---|---|---|---|---|");
        var ours = Median(results.First().Value, cost => cost.MicrosecondsPerFrame);
        foreach (var (name, costs) in results)
        {
            var each = Median(costs, cost => cost.MicrosecondsPerFrame);
            await SayAsync($"| {name} | {each:F2} | {Median(costs, cost => cost.Cores):F3} | {Median(costs, cost => cost.KibibytesPerCall):F0} | {ours / each:F2} |");
        }

        await SayAsync("");
    }

    private static async Task<Cost> MeasureAsync(Contestant contestant, int calls, TimeSpan settle, TimeSpan window)
    {
        await using var server = await contestant.StartAsync();
        var url = await contestant.UrlAsync(server);
        var warmUp = Dial(url, WarmUpCalls);
        var warming = new RealTimeSender(warmUp);
        await PassAsync(settle / 2);
        await warming.StopAsync();
        await HangUpAsync(warmUp, server);
        var (before, framesBefore) = (server.Memory, server.Frames);

        var streams = Dial(url, calls);
        var sender = new RealTimeSender(streams);
        await PassAsync(settle);
        var memory = server.Memory - before;
        sender.TakeWorstLag();
        var (processor, sent, began) = (server.Processor, sender.Sent, TimeProvider.System.GetTimestamp());
        await PassAsync(window);
        var (used, frames, lasted) = (server.Processor - processor, sender.Sent - sent, TimeProvider.System.GetElapsedTime(began));
        var lag = sender.TakeWorstLag();
        await sender.StopAsync();
        await HangUpAsync(streams, server);
        return new Cost(used / lasted, (double)memory / calls, frames / lasted.TotalSeconds, lag, sender.Sent - (server.Frames - framesBefore));
    }

    /// <summary>One after the other: a thousand handshakes at once would be another measurement.</summary>
    private static List<StreamedCall> Dial(Uri url, int calls) => [.. Enumerable.Range(1, calls).Select(number => new StreamedCall(url, number))];

    private static async Task HangUpAsync(List<StreamedCall> calls, MeasuredServer server)
    {
        var ended = server.Calls + calls.Count;
        calls.ForEach(call => call.Stop());
        calls.ForEach(call => call.AwaitEnd());
        calls.ForEach(call => call.Dispose());
        await server.SeesEndsAsync(ended);
    }

    private static Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    private static double Median(List<Cost> costs, Func<Cost, double> figure) => costs.Select(figure).Order().ElementAt(costs.Count / 2);

    private static Task SayAsync(string line) => Console.Out.WriteLineAsync(line);

    /// <summary>One measurement.</summary>
    private sealed record Cost(double Cores, double KibibytesPerCall, double FramesPerSecond, TimeSpan WorstLag, long FramesLost)
    {
        public double MicrosecondsPerFrame => Cores * 1e6 / FramesPerSecond;

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{MicrosecondsPerFrame:F2} us per frame, {Cores:F3} cores, {KibibytesPerCall:F0} KiB per call, {FramesPerSecond:F0} frames/s, worst lag of the sender {WorstLag.TotalMilliseconds:F1} ms, {FramesLost} frames lost");
    }
}
