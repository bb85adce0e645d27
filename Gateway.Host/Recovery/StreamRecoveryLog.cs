using Gateway.Core;

namespace Gateway.Host.Recovery;

/// <content>What recovery logs.</content>
internal sealed partial class StreamRecovery
{
    private static partial class Log
    {
        [LoggerMessage(4601, LogLevel.Information, "Call {Call}: Twilio tells {Kind} of stream {Stream} (error {Code}).")]
        public static partial void Told(ILogger logger, CallSid call, StreamSid stream, StreamEventKind kind, int? code);

        [LoggerMessage(4602, LogLevel.Information, "Call {Call}: stream {Stream} is said to be broken, and its media goes on. Nothing is done.")]
        public static partial void GoesOn(ILogger logger, CallSid call, StreamSid stream);

        [LoggerMessage(4603, LogLevel.Warning, "Call {Call}: stream {Stream} has broken ({Reason}) while it was being transcribed; Twilio is asked for another one.")]
        public static partial void Begun(ILogger logger, CallSid call, StreamSid stream, StreamEnding reason);

        [LoggerMessage(4604, LogLevel.Warning, "Call {Call}: try {Number} to get a new stream was in vain, because {Trouble}. It is tried again.")]
        public static partial void TriedInVain(ILogger logger, CallSid call, int number, string trouble);

        [LoggerMessage(4605, LogLevel.Information, "Call {Call}: transcribed again, {Seconds:F1} s after the break was noticed. The gap is on the conversation's record.")]
        public static partial void Recovered(ILogger logger, CallSid call, double seconds);

        [LoggerMessage(4606, LogLevel.Information, "Call {Call}: no recovery is needed ({Outcome}).")]
        public static partial void NotNeeded(ILogger logger, CallSid call, RecoveryOutcome outcome);

        [LoggerMessage(4607, LogLevel.Error,
            "Call {Call}: its transcription is given up, because {Reason}. What is said from now on is lost, until a new stream and a new start are asked for. Check the call in "
            + "Twilio's console, Gateway:Twilio:AccountSid and its credentials, and that Twilio reaches Gateway:PublicUrl.")]
        public static partial void GaveUp(ILogger logger, CallSid call, string reason);

        [LoggerMessage(4608, LogLevel.Information, "Call {Call}: a stop request ends its recovery.")]
        public static partial void Withdrawn(ILogger logger, CallSid call);

        [LoggerMessage(4609, LogLevel.Error, "Call {Call}: a fault in the gateway ended its recovery. Other calls are not affected.")]
        public static partial void Faulted(ILogger logger, Exception unexpected, CallSid call);

        [LoggerMessage(4610, LogLevel.Warning, "{Count} calls were being transcribed when the gateway last ended; Twilio is asked for new streams of those that go on.")]
        public static partial void Resuming(ILogger logger, int count);

        [LoggerMessage(4611, LogLevel.Error, "Calls that were being transcribed when the gateway last ended are not looked after, because the transcript store does not tell of them: {Trouble}")]
        public static partial void NothingResumed(ILogger logger, string trouble);

        [LoggerMessage(4612, LogLevel.Error, "Call {Call}: whether it was being transcribed is not known, because the transcript store does not tell: {Trouble}. It is not recovered.")]
        public static partial void NoHistory(ILogger logger, CallSid call, string trouble);
    }
}
