using Gateway.Media.Calls;
using Gateway.Media.Conversations;
using Gateway.Media.Direct;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Media;

/// <summary>Lets time pass for calls, direct streams and conversations once a second, and for readings that gather in sockets four times.</summary>
internal sealed partial class MediaSweeper(
    CallTable calls, DirectStreams streams, ConversationTable conversations, MediaPulse pulse, TimeProvider time, ILogger<MediaSweeper> logger) : BackgroundService
{
    private const int BeatsPerSecond = 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1) / BeatsPerSecond, time);
        try
        {
            for (var beats = 1; await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false); beats++)
            {
                calls.LookAfterBeats();
                if (beats % BeatsPerSecond == 0)
                    Sweep();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Sweep()
    {
        try
        {
            calls.Sweep();
            streams.Sweep();
            conversations.Sweep();
        }
        catch (Exception unexpected)
        {
            Log.SweepFailed(logger, unexpected);
        }

        pulse.Swept();
    }

    private static partial class Log
    {
        [LoggerMessage(1109, LogLevel.Error, "A fault in the gateway kept silent streams and long spans from being looked after; it is tried again in a second.")]
        public static partial void SweepFailed(ILogger logger, Exception unexpected);
    }
}
