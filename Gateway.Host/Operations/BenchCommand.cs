using System.Globalization;
using System.Runtime.InteropServices;
using Gateway.Core;
using Gateway.Media;
using Gateway.Media.Recognition;

namespace Gateway.Host.Operations;

/// <summary>
/// The verb <c>bench</c>: how many calls this machine carries with the configured engine. Simulated calls of recorded speech take the way from samples to text, twice as many each time,
/// until text comes too late; then the number between is looked for.
/// </summary>
internal static class BenchCommand
{
    /// <summary>Its name on the command line.</summary>
    public const string Verb = "bench";

    /// <summary>How long each number of calls is measured unless the command line says it.</summary>
    public static readonly TimeSpan DefaultLength = TimeSpan.FromSeconds(20);

    /// <summary>An average call has ten utterances a minute, both parties together.</summary>
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(6);

    /// <summary>What callers of the reference service may expect at most.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(600);

    private const int First = 5;
    private const int Most = 10_000;
    private const int NotDone = 1;

    /// <summary>Measures, and prints a table and a sentence.</summary>
    /// <param name="options">The gateway's configuration.</param>
    /// <param name="length">How long each number of calls is measured.</param>
    /// <param name="output">Where it prints.</param>
    /// <returns>0, or 1 when even a few calls are too many, or when it was broken off.</returns>
    /// <exception cref="RecognizerUnavailableException">An engine cannot work; the message says what to install.</exception>
    public static async Task<int> RunAsync(GatewayOptions options, TimeSpan length, TextWriter output)
    {
        using var broken = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => BreakOff(context, broken));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => BreakOff(context, broken));
        await using var services = Services(options);
        var engines = services.GetRequiredService<SpeechEngines>();
        using var trial = new CapacityTrial(services, Speech(), Slot);
        try
        {
            await engines.WarmUpAsync(broken.Token);
            return await FindAsync(string.Join(" before ", engines.Statuses.Select(engine => engine.Name)), calls => trial.RunAsync(calls, length, broken.Token), output);
        }
        catch (OperationCanceledException) when (broken.IsCancellationRequested)
        {
            await output.WriteLineAsync("Broken off.");
            return NotDone;
        }
    }

    /// <summary>Looks for the number of calls, to a tenth or to two calls.</summary>
    /// <param name="engine">What is measured.</param>
    /// <param name="measure">Plays a number of calls.</param>
    /// <param name="output">Where it prints.</param>
    public static async Task<int> FindAsync(string engine, Func<int, Task<CapacityStep>> measure, TextWriter output)
    {
        await output.WriteLineAsync(" calls  utterances  p50 ms  p95 ms  lost");
        CapacityStep? best = null;
        var tooMany = Most + 1;
        for (var calls = First; calls < tooMany && (best is null || calls - best.Calls >= Math.Max(2, best.Calls / 10));)
        {
            var step = await measure(calls);
            await output.WriteLineAsync(Text($"{step.Calls,6}  {step.Utterances,10}  {step.P50.TotalMilliseconds,6:0}  {step.P95.TotalMilliseconds,6:0}  {step.Lost,4}"));
            if (step is { Utterances: > 0, Lost: 0 } && step.P95 <= Limit)
                best = step;
            else
                tooMany = calls;
            calls = best is null ? calls / 2 : tooMany > Most ? Math.Min(2 * calls, Most) : (best.Calls + tooMany) / 2;
            if (calls == 0)
                break;
        }

        if (best is null)
        {
            await output.WriteLineAsync(Text($"Not even one call with {engine} on this machine ({Environment.ProcessorCount} processors): text comes later than {Limit.TotalMilliseconds:0} ms after the end of speech."));
            return NotDone;
        }

        await output.WriteLineAsync(Text($"About {best.Calls} calls with {engine} on this machine ({Environment.ProcessorCount} processors): p95 {best.P95.TotalMilliseconds:0} ms from the end of speech to its text."));
        return 0;
    }

    private static ServiceProvider Services(GatewayOptions options) => new ServiceCollection()
        .AddLogging()
        .AddMetrics()
        .AddSingleton(TimeProvider.System)
        .AddSingleton<IConversationLog>(new NoRecord())
        .AddMedia(options.Calls, options.Direct, options.Endpointing, options.Recognition, options.Redaction)
        .BuildServiceProvider();

    /// <summary>Ten utterances, one every six seconds; samples/make-minute.sh makes it.</summary>
    private static byte[] Speech()
    {
        using var resource = typeof(BenchCommand).Assembly.GetManifestResourceStream("one-minute.ulaw")!;
        var speech = new byte[resource.Length];
        resource.ReadExactly(speech);
        return speech;
    }

    private static void BreakOff(PosixSignalContext context, CancellationTokenSource broken)
    {
        context.Cancel = true;
        broken.Cancel();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class NoRecord : IConversationLog
    {
        public void Record(ConversationEvent happened)
        {
        }
    }
}
