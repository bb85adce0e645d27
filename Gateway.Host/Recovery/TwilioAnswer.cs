namespace Gateway.Host.Recovery;

/// <summary>What became of a request to Twilio's REST API.</summary>
internal enum TwilioOutcome
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>Twilio says no, and would say it again.</summary>
    Refused,

    /// <summary>Too many requests at the same time (429). Nothing was done; it may be asked again later.</summary>
    RateLimited,

    /// <summary>Nothing was done, because Twilio was not reached or only had to tell something. It may be asked again.</summary>
    Unreachable,

    /// <summary>The request was on its way, and nobody knows what became of it: look for its effect before it is asked again.</summary>
    Unknown,
}

/// <summary>Twilio's answer, or why there is none. Holds no secret.</summary>
/// <param name="Outcome">What became of the request.</param>
/// <param name="Value">What was asked for; null unless done.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Code">Twilio's error code, such as 20404; null when it gave none.</param>
/// <param name="Detail">What Twilio said, without what it was sent, or what went wrong on the way; null when done.</param>
/// <param name="RetryAfter">How long Twilio wants not to be asked, or the requests rest after failures; null when it is not known.</param>
internal sealed record TwilioAnswer<T>(
    TwilioOutcome Outcome, T? Value = null, int? Status = null, int? Code = null, string? Detail = null, TimeSpan? RetryAfter = null)
    where T : struct;

/// <summary>What stopping a stream has come to.</summary>
internal enum StreamStop
{
    /// <summary>Twilio has stopped it.</summary>
    Stopped,

    /// <summary>Twilio knows of no such stream (404 with code 20404): it was stopped before, or its call has ended.</summary>
    Gone,
}

/// <summary>The state of a call leg as Twilio's REST API tells it.</summary>
internal enum TwilioCallStatus
{
    /// <summary>Waits to be dialled.</summary>
    Queued,

    /// <summary>Being dialled.</summary>
    Initiated,

    /// <summary>Rings.</summary>
    Ringing,

    /// <summary>Answered and not yet ended. Only such a call can get a stream.</summary>
    InProgress,

    /// <summary>Ended after it had been answered.</summary>
    Completed,

    /// <summary>The party was busy.</summary>
    Busy,

    /// <summary>Nobody answered.</summary>
    NoAnswer,

    /// <summary>Ended before it was answered.</summary>
    Canceled,

    /// <summary>Could not be put through.</summary>
    Failed,

    /// <summary>A state that this version does not know.</summary>
    Other,
}
