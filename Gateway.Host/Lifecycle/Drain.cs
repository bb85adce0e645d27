using Gateway.Host.Endpoints;
using Gateway.Media.Calls;

namespace Gateway.Host.Lifecycle;

/// <summary>
/// The first stage of the end: nobody new comes in, and whoever is there may go on until the call is over or <see cref="CallOptions.DrainTime"/> has passed. The
/// framework knows no such stage: its <c>ApplicationStopping</c> ends every socket at once, and comes after this one.
/// </summary>
internal sealed partial class Drain(
    Admission admission, MediaStreamEndpoint media, DirectStreamEndpoint direct, CallOptions options, TimeProvider time, ILogger<Drain> logger)
{
    /// <summary>The end of the last stream is noticed this late, at most.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(10);

    /// <summary>What goes on now.</summary>
    public LiveStreams Live => new(media.OpenSockets, direct.OpenSockets);

    /// <summary>Shuts the doors and waits; completes when the sockets may be closed.</summary>
    /// <param name="enough">Ends the waiting at once.</param>
    public async Task RunAsync(CancellationToken enough)
    {
        admission.Shut();
        var began = time.GetTimestamp();
        var told = began;
        Log.Began(logger, Live, options.DrainTime);
        using var timer = new PeriodicTimer(Glance, time);
        while (Live.Any)
        {
            if (enough.IsCancellationRequested)
            {
                Log.CutShort(logger, Live);
                return;
            }

            if (time.GetElapsedTime(began) >= options.DrainTime)
            {
                Log.TimePassed(logger, options.DrainTime, Live);
                return;
            }

            if (time.GetElapsedTime(told) >= ProgressInterval)
            {
                told = time.GetTimestamp();
                Log.GoesOn(logger, Live, Math.Round((options.DrainTime - time.GetElapsedTime(began)).TotalSeconds));
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        Log.Over(logger, Math.Round(time.GetElapsedTime(began).TotalSeconds));
    }

    private static partial class Log
    {
        [LoggerMessage(4501, LogLevel.Information,
            "Draining: new streams are refused; {Live} may go on until they end, for {DrainTime} at most (Gateway:Calls:DrainTime). A second signal closes them at once.")]
        public static partial void Began(ILogger logger, LiveStreams live, TimeSpan drainTime);

        [LoggerMessage(4502, LogLevel.Information, "Draining: {Live} are left, and {Seconds} s for them.")]
        public static partial void GoesOn(ILogger logger, LiveStreams live, double seconds);

        [LoggerMessage(4503, LogLevel.Information, "Drained after {Seconds} s: no call is left.")]
        public static partial void Over(ILogger logger, double seconds);

        [LoggerMessage(4504, LogLevel.Warning,
            "Draining ends after {DrainTime} (Gateway:Calls:DrainTime) with {Live} left. They are closed; what was said until now is recognised and delivered.")]
        public static partial void TimePassed(ILogger logger, TimeSpan drainTime, LiveStreams live);

        [LoggerMessage(4505, LogLevel.Warning, "Draining was cut short with {Live} left. They are closed; what was said until now is recognised and delivered.")]
        public static partial void CutShort(ILogger logger, LiveStreams live);
    }
}
