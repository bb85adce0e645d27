using System.Globalization;
using System.Net;
using System.Text;

namespace Gateway.Benchmarks.Load;

/// <summary>The results as one HTML page that needs nothing else: plots and the table, readable in light and in dark.</summary>
internal static class LoadPage
{
    /// <summary>Latencies beyond this many times the limit are drawn at the edge of a plot: one load that is far too high must not hide the others.</summary>
    private const double LatencyRange = 4;

    private const string Head =
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Calls on this machine</title>
        <style>
        :root { --text: #1f2328; --soft: #59636e; --grid: #d8dee4; --limit: #cf222e; --stretch: #fff3d6; --page: #ffffff; --0: #0969da; --1: #bc4c00; --2: #8250df; --3: #1a7f37; --4: #bf3989; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9198a1; --grid: #30363d; --limit: #ff7b72; --stretch: #2d2409; --page: #0d1117; --0: #58a6ff; --1: #f0883e; --2: #bc8cff; --3: #3fb950; --4: #f778ba; } }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); max-width: 1400px; margin: 2rem auto; padding: 0 1rem; }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); gap: 1.5rem; }
        svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; }
        svg text { fill: var(--soft); }
        svg .title { fill: var(--text); font-size: 15px; font-weight: 600; }
        svg .legend, svg .value { fill: var(--text); }
        .axis, .tick-x, .value, .stretch-name { text-anchor: middle; }
        .tick-y, .limit-name { text-anchor: end; }
        .grid { stroke: var(--grid); }
        .limit { stroke: var(--limit); stroke-dasharray: 6 4; }
        svg .limit-name { fill: var(--limit); }
        .stretch { fill: var(--stretch); }
        .line { fill: none; stroke-width: 2; stroke: var(--c); }
        .dot, .bar { fill: var(--c); }
        .series-0 { --c: var(--0); } .series-1 { --c: var(--1); } .series-2 { --c: var(--2); } .series-3 { --c: var(--3); } .series-4 { --c: var(--4); }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.3rem 0.8rem; border-bottom: 1px solid var(--grid); text-align: right; white-space: nowrap; }
        th:first-child { text-align: left; font-weight: 400; }
        p { max-width: 60rem; }
        </style>
        </head>
        <body>
        <h1>Calls on this machine</h1>
        """;

    /// <summary>The page of a row of loads.</summary>
    public static string Of(IReadOnlyList<LoadResult> results, LoadSettings settings)
    {
        var page = new StringBuilder(Head);
        var seconds = settings.Measured.TotalSeconds;
        page.Append(Text($"<p>{Environment.ProcessorCount} processors, shared by the gateway and the simulator. Every load ran against a fresh gateway for {seconds:0} s after {LoadSettings.WarmUp.TotalSeconds:0} s of warming up; a call says ten utterances a minute, both parties together. "));
        page.Append(Text($"Latency counts from sending the last speech to the arrival of the webhook request. Gateway settings: {WebUtility.HtmlEncode(string.Join(' ', settings.Gateway))}</p><div class=\"plots\">"));
        var loads = results.Select(result => (double)result.Calls).ToList();
        var maxCalls = loads.Max() * 1.1;
        var slowest = results.Max(result => result.Latency?.P99 ?? 0);
        var latencyTop = Chart.RoundUp(Math.Min(Math.Max(slowest, LoadCommand.LimitMilliseconds), LatencyRange * LoadCommand.LimitMilliseconds));
        page.Append(new Chart("Latency by load", "calls at the same time", "milliseconds", maxCalls, latencyTop)
            .Limit(LoadCommand.LimitMilliseconds, "600 ms")
            .Line("p50", Points(results, result => result.Latency?.P50))
            .Line("p95", Points(results, result => result.Latency?.P95))
            .Line("p99", Points(results, result => result.Latency?.P99))
            .Draw(loads));
        var width = BarWidth(loads);
        var measured = results.Where(result => result.Stages.Count > 0).ToList();
        if (measured.Count > 0)
            page.Append(new Chart("Where the time goes: mean of each stage", "calls at the same time", "milliseconds", maxCalls, Math.Min(latencyTop, Chart.RoundUp(measured.Max(result => result.Stages.Sum(stage => stage.Mean)))))
                .Stacks(StageTimes.Names, [.. measured.Select(result => ((double)result.Calls, (IReadOnlyList<double>)[.. result.Stages.Select(stage => stage.Mean)]))], width)
                .Draw(loads));
        page.Append(new Chart("Processors kept busy", "calls at the same time", "processors", maxCalls, Environment.ProcessorCount * 1.2)
            .Limit(Environment.ProcessorCount, "all there are")
            .Stacks(["gateway", "simulator"], [.. results.Select(result => ((double)result.Calls, (IReadOnlyList<double>)[result.GatewayCores, result.SimulatorCores]))], width)
            .Draw(loads));
        page.Append(new Chart("Utterances by load", "calls at the same time", "% of what was said", maxCalls, 120)
            .Stacks(
                ["delivered", "missing"],
                [.. results.Select(result => ((double)result.Calls, (IReadOnlyList<double>)[Percent(result.Account.Delivered, result), Percent(result.Account.Missing, result)]))],
                width)
            .Draw(loads));
        page.Append("</div><h2>Figures</h2><div class=\"table\"><table><thead><tr><th></th>");
        foreach (var result in results)
            page.Append(Text($"<th>{result.Calls} calls</th>"));
        page.Append("</tr></thead><tbody>");
        foreach (var column in LoadColumns.All.Skip(1))
            page.Append(Text($"<tr><th>{column.Title}</th>{string.Concat(results.Select(result => $"<td>{column.Value(result)}</td>"))}</tr>"));
        return page.Append("</tbody></table></div></body></html>").ToString();
    }

    /// <summary>The page of an overload.</summary>
    public static string Of(OverloadResult overload, LoadSettings settings)
    {
        var page = new StringBuilder(Head);
        var points = overload.Said.Select(heard => (heard.At.TotalSeconds, heard.Latency.TotalMilliseconds)).ToList();
        page.Append(new Chart("Latency of each utterance", "seconds since the beginning, when it was said", "milliseconds", points.Max(point => point.TotalSeconds) * 1.02, Chart.RoundUp(points.Max(point => point.TotalMilliseconds)))
            .Stretch(overload.Rise.TotalSeconds, overload.Fall.TotalSeconds, Text($"{2 * overload.Knee} calls"))
            .Limit(LoadCommand.LimitMilliseconds, "600 ms")
            .Points("utterance", points)
            .Draw());
        page.Append("<h2>Figures</h2>");
        foreach (var line in overload.Lines())
            page.Append(Text($"<p>{WebUtility.HtmlEncode(line)}</p>"));
        return page.Append(Text($"<p>Gateway settings: {WebUtility.HtmlEncode(string.Join(' ', settings.Gateway))}</p></body></html>")).ToString();
    }

    private static List<(double X, double Y)> Points(IEnumerable<LoadResult> results, Func<LoadResult, double?> value) =>
        [.. results.Where(result => value(result) is not null).Select(result => ((double)result.Calls, value(result)!.Value))];

    private static double Percent(int count, LoadResult result) => 100.0 * count / result.Account.Said;

    /// <summary>Bars must not overlap where loads lie close together.</summary>
    private static double BarWidth(List<double> loads)
    {
        var sorted = loads.Order().ToList();
        return 0.6 * sorted.Skip(1).Select((load, i) => load - sorted[i]).Where(distance => distance > 0).Append(sorted[^1] * 0.3).Min();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
