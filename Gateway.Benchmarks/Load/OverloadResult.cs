using System.Globalization;

namespace Gateway.Benchmarks.Load;

/// <summary>What an overload did. Times count from the beginning of the run.</summary>
internal sealed record OverloadResult
{
    /// <summary>The calls that the machine carries; half of them at first and at last, twice as many between.</summary>
    public required int Knee { get; init; }

    /// <summary>When calls were added.</summary>
    public required TimeSpan Rise { get; init; }

    /// <summary>When the first of them ended; the last one did so <see cref="LoadSettings.Spread"/> later.</summary>
    public required TimeSpan Fall { get; init; }

    /// <summary>What became of everything that was said.</summary>
    public required Account Account { get; init; }

    /// <summary>What arrived, in order of speaking.</summary>
    public required IReadOnlyList<Heard> Said { get; init; }

    /// <summary>Audio that was sent while transcription was on.</summary>
    public required TimeSpan AudioSent { get; init; }

    /// <summary>Audio that the gateway took meanwhile, as its stop responses say.</summary>
    public required TimeSpan AudioReceived { get; init; }

    /// <summary>The most that a frame left behind its schedule: sockets that are not read would hold it up.</summary>
    public required TimeSpan Lag { get; init; }

    /// <summary>What the gateway warned of, and what was wrong with calls.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>
    /// From the end of the last added call to the moment at which the last late transcript arrived; zero if none did. An utterance's beginning stands for its end: a little too
    /// early, by its length.
    /// </summary>
    public TimeSpan Recovery => Said
        .Where(heard => heard.Latency.TotalMilliseconds > LoadCommand.LimitMilliseconds && heard.At + heard.Latency > Fallen)
        .Select(heard => heard.At + heard.Latency - Fallen)
        .DefaultIfEmpty()
        .Max();

    private TimeSpan Fallen => Fall + LoadSettings.Spread;

    /// <summary>The result in words.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Text($"{Knee / 2} calls, then {2 * Knee} from {Rise.TotalSeconds:0} s to {Fall.TotalSeconds:0} s, then {Knee / 2} again.");
        yield return Text($"Audio sent {AudioSent.TotalSeconds:0.0} s, received {AudioReceived.TotalSeconds:0.0} s ({100 * (AudioReceived / AudioSent):0.00} %); a frame left at most {Lag.TotalMilliseconds:0} ms late.");
        yield return Text($"Said {Account.Said} = delivered {Account.Delivered} + missing {Account.Missing}. The gateway says: shed {Account.Shed}, failed {Account.Failed}, lost by the webhook {Account.LostByWebhook}; unexplained {Account.Unexplained}.");
        yield return Describe("before", TimeSpan.Zero, Rise);
        yield return Describe("overload", Rise, Fall);
        yield return Describe("after", Fallen, TimeSpan.MaxValue);
        yield return Text($"The last transcript later than {LoadCommand.LimitMilliseconds:0} ms came {Recovery.TotalSeconds:0.0} s after the last added call had ended.");
        foreach (var problem in Problems.Take(10))
            yield return $"  {problem}";
    }

    private string Describe(string phase, TimeSpan from, TimeSpan to) =>
        Distribution.Of(Said.Where(heard => heard.At >= from && heard.At < to).Select(heard => heard.Latency.TotalMilliseconds)) is { } latency
            ? Text($"Latency {phase}: p50 {latency.P50:0}, p95 {latency.P95:0}, p99 {latency.P99:0}, max {latency.Max:0} ms of {latency.Count} utterances.")
            : $"Latency {phase}: nothing arrived.";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
