using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Media.Recognition;

/// <summary>
/// Keeps the sinks running at the end of the process until everything that was said before the gates were shut has reached them. A stream's end waits for its own
/// last words only for a moment, and many streams that are closed at once need longer together.
/// </summary>
internal sealed partial class LastWords(RecognitionEngine engine, TimeProvider time) : IHostedService
{
    /// <summary>How long it waits: the host has to allow for it (<c>HostOptions.ShutdownTimeout</c>).</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>To be called after all sockets have ended and before the sinks stop.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await engine.Backlog.WhenEmptyAsync().WaitAsync(Limit, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception patienceOver) when (patienceOver is TimeoutException or OperationCanceledException)
        {
            Log.TooSlow(engine.Logger, Limit);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1003, LogLevel.Error,
            "Shutting down while utterances are still being recognised; what is not delivered by now is lost. The last words of all calls took longer than {Limit}: the "
            + "machine is overloaded, or a sink is slow.")]
        public static partial void TooSlow(ILogger logger, TimeSpan limit);
    }
}
