using System.Threading.Channels;
using Gateway.Simulator.Direct;
using Spectre.Console;

namespace Gateway.Simulator.Commands;

/// <summary>
/// Prints what is heard, and how much has been sent: above a bar per connection on a terminal; elsewhere transcripts go to standard
/// output, and a line now and then to standard error.
/// </summary>
internal static class StreamProgress
{
    /// <summary>Shows both until the work has ended, whether well or not. Its failure is left to whoever awaits it.</summary>
    /// <param name="streams">What to watch.</param>
    /// <param name="length">The length of the recording; null if it is not known.</param>
    /// <param name="heard">The transcripts as they come in; completed here.</param>
    /// <param name="work">What is being watched.</param>
    /// <param name="time">Paces the updates.</param>
    public static async Task ShowAsync(
        IReadOnlyList<DirectStream> streams, TimeSpan? length, Channel<DirectTranscript> heard, Task work, TimeProvider time)
    {
        if (AnsiConsole.Profile.Out.IsTerminal)
            await AnsiConsole.Progress().AutoClear(true).StartAsync(async progress =>
            {
                var bars = streams
                    .Select(stream => progress.AddTask(Describe(stream, length), maxValue: length?.TotalSeconds ?? 1).IsIndeterminate(length is null))
                    .ToList();
                await WatchAsync(heard, work, AnsiConsole.WriteLine, Updates.BarInterval, Update, time);

                void Update()
                {
                    foreach (var (bar, stream) in bars.Zip(streams))
                        bar.Description(Describe(stream, length)).Value(stream.Sent.TotalSeconds);
                }
            });
        else
            await WatchAsync(
                heard,
                work,
                Console.WriteLine,
                Updates.LineInterval,
                () => Console.Error.WriteLine(string.Join(", ", streams.Select(stream => Describe(stream, length)))),
                time);
    }

    private static async Task WatchAsync(
        Channel<DirectTranscript> heard, Task work, Action<string> print, TimeSpan interval, Action update, TimeProvider time)
    {
        using var over = new CancellationTokenSource();
        var updating = Updates.RepeatAsync(interval, update, time, over.Token);
        var printing = PrintAsync(heard.Reader, print);
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        heard.Writer.TryComplete();
        await printing;
        await over.CancelAsync();
        await updating;
    }

    private static async Task PrintAsync(ChannelReader<DirectTranscript> heard, Action<string> print)
    {
        await foreach (var transcript in heard.ReadAllAsync())
            print(transcript.ToString());
    }

    private static string Describe(DirectStream stream, TimeSpan? length) =>
        $"{StreamOutcome.Name(stream.Role)} {Clock(stream.Sent)} / {(length is { } known ? Clock(known) : "?")}";

    private static string Clock(TimeSpan span) => $@"{(int)span.TotalMinutes:00}:{span:ss}";
}
