using System.Globalization;
using Gateway.Simulator.Drills;
using Spectre.Console;

namespace Gateway.Simulator.Commands;

/// <summary>What drills showed, for people.</summary>
internal static class DrillTable
{
    // Where there is no terminal, 80 columns are assumed, and those break words.
    private const int FileWidth = 120;

    /// <summary>Prints the drills that there are.</summary>
    public static void PrintList()
    {
        var table = new Table().AddColumn("drill", static name => name.NoWrap()).AddColumn("what happens");
        foreach (var drill in Drill.All)
            table.AddRow(drill.Name, drill.What + (drill.EndsGateway ? " (needs --gateway-command)" : ""));
        Write(table);
    }

    /// <summary>Prints one result in one line, as soon as it is there.</summary>
    public static void PrintLine(DrillResult result) => Console.WriteLine(
        $"{result.Drill}: {Name(result.Verdict)}{string.Concat(result.Problems.Select(static problem => $"\n  {problem}"))}");

    /// <summary>Prints the table at the end.</summary>
    public static void Print(DrillReport report)
    {
        var table = new Table().AddColumn("drill", static name => name.NoWrap())
            .AddColumns("detected after", "transcribing again after", "audio lost", "utterances lost", "verdict");
        foreach (var result in report.Drills)
        {
            var played = result.Verdict != Verdict.NotRun;
            table.AddRow(
                result.Drill,
                Seconds(result.DetectedAfter),
                Seconds(result.TranscribingAfter),
                played ? Seconds(result.AudioLost) : "-",
                played ? result.UtterancesLost.ToString(CultureInfo.InvariantCulture) : "-",
                Name(result.Verdict));
        }
        Write(table);
    }

    private static void Write(Table table)
    {
        if (!AnsiConsole.Profile.Out.IsTerminal)
            AnsiConsole.Profile.Width = FileWidth;
        AnsiConsole.Write(table);
    }

    private static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Good => "good",
        Verdict.Bad => "BAD",
        _ => "not run",
    };

    private static string Seconds(TimeSpan? span) =>
        span is { } length ? string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.0} s") : "-";
}
