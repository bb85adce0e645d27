using System.Globalization;
using Gateway.Simulator.Calls;
using Spectre.Console;

namespace Gateway.Simulator.Commands;

/// <summary>Shows how far a run is: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class RunProgress
{
    /// <summary>Shows it until cancelled.</summary>
    /// <param name="run">What to watch.</param>
    /// <param name="messages">Media messages that the run will send in all.</param>
    /// <param name="time">Paces the updates.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task ShowAsync(LoadRun run, long messages, TimeProvider time, CancellationToken cancellationToken) =>
        AnsiConsole.Profile.Out.IsTerminal
            ? AnsiConsole.Progress().StartAsync(progress =>
            {
                var bar = progress.AddTask(Describe(run), maxValue: messages);
                return Updates.RepeatAsync(Updates.BarInterval, () => bar.Description(Describe(run)).Value(run.MessagesSent), time, cancellationToken);
            })
            : Updates.RepeatAsync(Updates.LineInterval, () => Console.WriteLine(Describe(run)), time, cancellationToken);

    private static string Describe(LoadRun run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Connected - run.Finished} calls streaming, {run.Finished} of {run.Calls.Count} over, {run.MessagesSent} messages");
}
