namespace Gateway.Core;

/// <summary>Why an utterance was not delivered, or not stored. Closed: it is a metric's label, a field of the log and of the ledger.</summary>
public enum LossReason
{
    /// <summary>The queue was full and this was the oldest in it.</summary>
    DroppedFull,

    /// <summary>It had waited for longer than the queue allows.</summary>
    DroppedAge,

    /// <summary>The target did not answer in time.</summary>
    Timeout,

    /// <summary>No connection to the target, or it broke, or its address is not allowed.</summary>
    Connect,

    /// <summary>The target's certificate was not accepted, or the handshake failed.</summary>
    Tls,

    /// <summary>There was no access token to send it with.</summary>
    Token,

    /// <summary>The target answered with something else than 2xx; redirects count, they are not followed (INF-31).</summary>
    Status,

    /// <summary>The process ended first.</summary>
    Shutdown,

    /// <summary>The transcript store could not take it; whether it was delivered is another matter.</summary>
    NotStored,
}
