namespace Gateway.Core;

/// <summary>The reasons as they stand in metrics, on the ledger and in the log.</summary>
public static class LossReasonNames
{
    /// <summary>Lower case, words joined by hyphens.</summary>
    public static string Of(LossReason reason) => reason switch
    {
        LossReason.DroppedFull => "dropped-full",
        LossReason.DroppedAge => "dropped-age",
        LossReason.Timeout => "timeout",
        LossReason.Connect => "connect",
        LossReason.Tls => "tls",
        LossReason.Token => "token",
        LossReason.Status => "status",
        LossReason.Shutdown => "shutdown",
        LossReason.NotStored => "not-stored",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
