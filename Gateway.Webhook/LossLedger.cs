using Gateway.Core;

namespace Gateway.Webhook;

/// <summary>One utterance that was not delivered. Never holds what was said.</summary>
/// <param name="At">When it was given up.</param>
/// <param name="Call">Its conversation.</param>
/// <param name="Stream">Its participant's stream.</param>
/// <param name="Reason">Why.</param>
/// <param name="Status">The target's HTTP status; null unless <paramref name="Reason"/> is <see cref="LossReason.Status"/>.</param>
/// <param name="Answer">The first 2 KiB of the target's answer as text (INF-31); null when there was none.</param>
public sealed record Loss(DateTimeOffset At, CallSid Call, StreamId Stream, LossReason Reason, int? Status, string? Answer);

/// <summary>The latest utterances that were not delivered, oldest first. Bounded; kept in memory. Safe for concurrent use.</summary>
public sealed class LossLedger
{
    /// <summary>How many losses are kept; older ones remain only in the counters.</summary>
    public const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<Loss> _losses = new();

    /// <summary>The losses now on the ledger.</summary>
    public IReadOnlyList<Loss> Read()
    {
        lock (_lock)
            return [.. _losses];
    }

    internal void Add(Loss loss)
    {
        lock (_lock)
        {
            if (_losses.Count == Capacity)
                _losses.Dequeue();
            _losses.Enqueue(loss);
        }
    }
}
