namespace Gateway.Webhook;

/// <summary>Why an utterance was not delivered. Closed: it is a metric's label and a field of the log.</summary>
public enum LossReason
{
    /// <summary>The queue was full and this was the oldest in it.</summary>
    DroppedFull,

    /// <summary>It had waited for longer than the queue allows.</summary>
    DroppedAge,

    /// <summary>The target did not answer in time.</summary>
    Timeout,

    /// <summary>No connection to the target, or it broke.</summary>
    Connect,

    /// <summary>The target's certificate was not accepted, or the handshake failed.</summary>
    Tls,

    /// <summary>The target answered with something else than 2xx; redirects count, they are not followed (INF-31).</summary>
    Status,

    /// <summary>The process ended first.</summary>
    Shutdown,
}
