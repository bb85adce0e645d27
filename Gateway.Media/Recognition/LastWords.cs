using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Media.Recognition;

/// <summary>
/// Keeps the sinks running at the end of the process until everything that was said before the gates were shut has reached them. A stream's end waits for its own
/// last words only for a moment, and many streams that are closed at once need longer together.
/// </summary>
internal sealed partial class LastWords(RecognitionResources resources, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>
    /// How long it waits at most: the host has to allow for it (<c>HostOptions.ShutdownTimeout</c>). What waits is bounded, and on a machine that is not overloaded it
    /// is done within seconds.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Recognition that has done nothing for this long will not do anything any more.</summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before any socket is closed: many that end at once look like an overload.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        resources.Overload.Disarm();
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>To be called after all sockets have ended and before the sinks stop.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var empty = resources.Backlog.WhenEmptyAsync();
        while (!empty.IsCompleted)
        {
            var steps = resources.Backlog.Steps;
            try
            {
                await empty.WaitAsync(StallLimit, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (resources.Backlog.Steps > steps && time.GetElapsedTime(began) < Limit)
            {
                // It takes long, and it gets on.
            }
            catch (Exception patienceOver) when (patienceOver is TimeoutException or OperationCanceledException)
            {
                Log.GivenUp(resources.Logger, time.GetElapsedTime(began));
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1003, LogLevel.Error,
            "Shutting down while utterances are still being recognised, after waiting for {Waited}; what is not delivered by now is lost. The recogniser is stuck, or the "
            + "machine is badly overloaded.")]
        public static partial void GivenUp(ILogger logger, TimeSpan waited);
    }
}
