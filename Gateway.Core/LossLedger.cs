namespace Gateway.Core;

/// <summary>
/// What became of every utterance: how many came, went out and were lost, and the latest of the losses, oldest first. Bounded, and in
/// memory, so that it can be read whatever else has failed. Safe for concurrent use.
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

    /// <summary>An utterance is to be posted.</summary>
    public void Accepted()
    {
        lock (_lock)
            _accepted++;
    }

    /// <summary>The target accepted one.</summary>
    public void Delivered()
    {
        lock (_lock)
            _delivered++;
    }

    /// <summary>One was lost.</summary>
    public void Lost(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        lock (_lock)
        {
            _lost[loss.Reason]++;
            Keep(loss);
        }
    }

    /// <summary>Puts the losses of an earlier run back: they are listed, and not counted again.</summary>
    /// <param name="earlier">Oldest first.</param>
    public void Restore(IEnumerable<Loss> earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        lock (_lock)
        {
            Loss[] later = [.. _losses];
            _losses.Clear();
            foreach (var loss in earlier.Concat(later))
                Keep(loss);
        }
    }

    private void Keep(Loss loss)
    {
        if (_losses.Count == Capacity)
            _losses.Dequeue();
        _losses.Enqueue(loss);
    }
}

/// <summary>The ledger at one moment.</summary>
/// <param name="Accepted">Utterances that were to be posted since the process started.</param>
/// <param name="Delivered">Those that the target accepted.</param>
/// <param name="Lost">Those that were lost since then, by reason; every reason is there.</param>
/// <param name="Latest">The latest losses, oldest first, those of earlier runs included.</param>
public sealed record LossAccounts(long Accepted, long Delivered, IReadOnlyDictionary<LossReason, long> Lost, IReadOnlyList<Loss> Latest)
{
    /// <summary>Those that wait or are being sent. What was not stored may have been delivered all the same.</summary>
    public long Pending => Accepted - Delivered - Lost.Where(lost => lost.Key != LossReason.NotStored).Sum(lost => lost.Value);
}
