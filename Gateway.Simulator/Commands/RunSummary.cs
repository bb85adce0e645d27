using System.Globalization;
using Gateway.Simulator.Calls;
using Gateway.Simulator.Control;
using Spectre.Console;

namespace Gateway.Simulator.Commands;

/// <summary>The tables at the end of a run.</summary>
internal static class RunSummary
{
    /// <summary>Prints them.</summary>
    /// <param name="report">The run.</param>
    /// <param name="transcriptsSeen">Whether transcripts were received here, so that there is something to say of them.</param>
    public static void Print(RunReport report, bool transcriptsSeen)
    {
        if (report.Calls is [var call])
        {
            if (transcriptsSeen)
                PrintUtterances(call);
            foreach (var stop in call.Stops)
                PrintStop(stop);
        }
        var table = new Table().HideHeaders().AddColumns("", "");
        table.AddRow("calls", Number(report.Calls.Count));
        table.AddRow("media messages sent", Number(report.MessagesSent));
        table.AddRow("behind schedule at most", Milliseconds(report.Lag));
        if (transcriptsSeen)
        {
            table.AddRow("utterances heard / missing / unexpected", $"{report.Heard} / {report.Missing} / {report.Unexpected}");
            table.AddRow("word error rate", Percent(report.WordErrorRate));
            if (report.Latency is { } latency)
                table.AddRow("latency p50 / p95 / max", $"{Milliseconds(latency.P50)} / {Milliseconds(latency.P95)} / {Milliseconds(latency.Max)}");
        }
        AnsiConsole.Write(table);
    }

    private static void PrintUtterances(CallReport call)
    {
        var table = new Table().AddColumns("at", "speaker", "said", "transcribed", "errors", "latency");
        foreach (var utterance in call.Utterances)
            table.AddRow(
                utterance.Start.ToString(@"mm\:ss\.f", CultureInfo.InvariantCulture),
                utterance.Speaker.ToString().ToLowerInvariant(),
                Markup.Escape(utterance.Expected ?? "-"),
                Markup.Escape(utterance.Received ?? "-"),
                Percent(utterance.WordErrors.Rate),
                utterance.Latency is { } latency ? Milliseconds(latency) : "-");
        AnsiConsole.Write(table);
    }

    private static void PrintStop(AutotranscribeResponse stop)
    {
        Print("customer", stop.Customer);
        Print("agent", stop.Agent);

        static void Print(string role, ParticipantStream? stream)
        {
            if (stream?.Summary is { } summary)
                Console.WriteLine($"stopped {role}: {summary.AudioDurationMs} ms of audio, {summary.Transcripts} transcripts");
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double rate) => rate.ToString("0 %", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms");
}
