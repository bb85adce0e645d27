using Gateway.Core;

namespace Gateway.Webhook;

/// <summary>One utterance that was not delivered. Never holds what was said.</summary>
/// <param name="At">When it was given up.</param>
/// <param name="Call">Its conversation.</param>
/// <param name="Stream">Its participant's stream.</param>
/// <param name="Reason">Why.</param>
/// <param name="Status">The target's HTTP status; null when it did not answer.</param>
/// <param name="Detail">The first 2 KiB of the target's answer (INF-31), or what went wrong before there was one; null when there is
/// nothing to tell.</param>
public sealed record Loss(DateTimeOffset At, CallSid Call, StreamId Stream, LossReason Reason, int? Status, string? Detail);

/// <summary>
/// What became of every utterance: how many came, went out and were lost, and the latest of the losses, oldest first. Bounded; kept in
/// memory. Safe for concurrent use.
/// </summary>
public sealed class LossLedger
{
    /// <summary>How many losses are kept; of older ones only the numbers remain.</summary>
    public const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<Loss> _losses = new();
    private readonly Dictionary<LossReason, long> _lost = Enum.GetValues<LossReason>().ToDictionary(reason => reason, _ => 0L);
    private long _accepted;
    private long _delivered;

    /// <summary>The accounts now. What was accepted is delivered, lost, or still pending.</summary>
    public LossAccounts Read()
    {
        lock (_lock)
            return new LossAccounts(_accepted, _delivered, new Dictionary<LossReason, long>(_lost), [.. _losses]);
    }

    internal void Accepted()
    {
        lock (_lock)
            _accepted++;
    }

    internal void Delivered()
    {
        lock (_lock)
            _delivered++;
    }

    internal void Lost(Loss loss)
    {
        lock (_lock)
        {
            _lost[loss.Reason]++;
            if (_losses.Count == Capacity)
                _losses.Dequeue();
            _losses.Enqueue(loss);
        }
    }
}

/// <summary>The ledger at one moment.</summary>
/// <param name="Accepted">Utterances that were to be posted since the process started.</param>
/// <param name="Delivered">Those that the target accepted.</param>
/// <param name="Lost">Those that were lost, by reason; every reason is there.</param>
/// <param name="Latest">The latest losses, oldest first.</param>
public sealed record LossAccounts(long Accepted, long Delivered, IReadOnlyDictionary<LossReason, long> Lost, IReadOnlyList<Loss> Latest)
{
    /// <summary>Those that wait or are being sent.</summary>
    public long Pending => Accepted - Delivered - Lost.Values.Sum();
}
