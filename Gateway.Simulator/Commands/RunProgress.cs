using System.Globalization;
using Gateway.Simulator.Calls;
using Spectre.Console;

namespace Gateway.Simulator.Commands;

/// <summary>Shows how far a run is: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class RunProgress
{
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

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
                return RepeatAsync(BarInterval, () => bar.Description(Describe(run)).Value(run.MessagesSent), time, cancellationToken);
            })
            : RepeatAsync(LineInterval, () => Console.WriteLine(Describe(run)), time, cancellationToken);

    private static string Describe(LoadRun run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Connected - run.Finished} calls streaming, {run.Finished} of {run.Calls.Count} over, {run.MessagesSent} messages");

    private static async Task RepeatAsync(TimeSpan interval, Action show, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                show();
        }
        catch (OperationCanceledException)
        {
            show();
        }
    }
}
