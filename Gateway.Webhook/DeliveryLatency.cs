using Gateway.Core;
using Microsoft.Extensions.Logging;

namespace Gateway.Webhook;

/// <summary>
/// How long delivered utterances were on their way: as a histogram always, and stage by stage in a log of its own category at level Debug, for whoever looks for the slow one.
/// </summary>
internal sealed partial class DeliveryLatency(WebhookMetrics metrics, TimeProvider time, ILogger<DeliveryLatency> logger)
{
    /// <summary>The target has answered: the request was written before, and nobody here can tell when more precisely.</summary>
    /// <param name="utterance">What was delivered. One without <see cref="Utterance.Timing"/>, as of a store, is not counted.</param>
    public void Record(Utterance utterance)
    {
        if (utterance.Timing is not { } timing)
            return;
        var now = time.GetTimestamp();
        metrics.Arrived(time.GetElapsedTime(timing.Heard, now));
        if (logger.IsEnabled(LogLevel.Debug))
            Log.Delivered(
                logger,
                utterance.Id,
                utterance.Conversation,
                utterance.Engine ?? "-",
                Milliseconds(timing.Heard, timing.Ended),
                Milliseconds(timing.Ended, timing.Finishing),
                Milliseconds(timing.Finishing, timing.Recognised),
                Milliseconds(timing.Recognised, timing.Written),
                Milliseconds(timing.Written, now));
    }

    private double Milliseconds(long from, long to) => time.GetElapsedTime(from, to).TotalMilliseconds;

    private static partial class Log
    {
        [LoggerMessage(3008, LogLevel.Debug,
            "Delivered {Message} of {Conversation} by {Engine}: endpoint {Endpoint:F1} ms, queue {Queue:F1} ms, decode {Decode:F1} ms, text {Text:F1} ms, deliver {Deliver:F1} ms.")]
        public static partial void Delivered(
            ILogger logger, Ulid message, ConversationId conversation, string engine, double endpoint, double queue, double decode, double text, double deliver);
    }
}
