using System.Globalization;

namespace Gateway.Benchmarks.Load;

/// <summary>One column of the table: what stands above it, and what stands in it.</summary>
/// <param name="Title">With its unit.</param>
/// <param name="Value">A dash when it was not measured.</param>
internal sealed record LoadColumn(string Title, Func<LoadResult, string> Value);

/// <summary>The table of loads, as text and as a part of the page.</summary>
internal static class LoadColumns
{
    public static readonly LoadColumn[] All =
    [
        new("calls", result => Number(result.Calls)),
        new("utterances/s", result => Number(result.UtterancesPerSecond, "0.0")),
        new("said", result => Number(result.Account.Said)),
        new("delivered", result => Number(result.Account.Delivered)),
        new("missing", result => Number(result.Account.Missing)),
        new("shed", result => Number(result.Account.Shed)),
        new("lost by webhook", result => Number(result.Account.LostByWebhook)),
        new("word errors %", result => Number(100 * result.WordErrorRate, "0")),
        new("p50 ms", result => Number(result.Latency?.P50)),
        new("p95 ms", result => Number(result.Latency?.P95)),
        new("p99 ms", result => Number(result.Latency?.P99)),
        new("gateway's own p95 ms", result => Number(result.GatewayLatency?.P95)),
        .. StageTimes.Names.Select((name, stage) => new LoadColumn(
            $"{name} p50 / p95 ms",
            result => result.Stages.Count == 0 ? "-" : $"{Number(result.Stages[stage].P50)} / {Number(result.Stages[stage].P95)}")),
        new("CPU s per call-minute", result => Number(result.ProcessorPerCallMinute, "0.00")),
        new("cores gateway", result => Number(result.GatewayCores, "0.00")),
        new("cores simulator", result => Number(result.SimulatorCores, "0.00")),
        new("peak memory MB", result => Number(result.PeakMemory / 1e6)),
        new("simulator's lag ms", result => Number(result.Lag.TotalMilliseconds)),
    ];

    /// <summary>The table as Markdown: one row for each value, so that it fits a terminal; one column for each load.</summary>
    public static IEnumerable<string> Markdown(IReadOnlyList<LoadResult> results)
    {
        yield return Row(["", .. results.Select(result => $"{All[0].Value(result)} calls")]);
        yield return Row(["---", .. results.Select(_ => "---:")]);
        foreach (var column in All.Skip(1))
            yield return Row([column.Title, .. results.Select(column.Value)]);
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Number(double? value, string format = "0") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
