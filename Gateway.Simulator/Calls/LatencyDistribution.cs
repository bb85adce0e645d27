namespace Gateway.Simulator.Calls;

/// <summary>How long transcripts took: from sending the frame with the last speech sample to the arrival of the webhook request.</summary>
/// <param name="Count">Utterances measured.</param>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P95">Nineteen of twenty took no longer.</param>
/// <param name="Max">The slowest one.</param>
internal sealed record LatencyDistribution(int Count, TimeSpan P50, TimeSpan P95, TimeSpan Max)
{
    /// <summary>Computes it by nearest rank; null if there is nothing to compute it from.</summary>
    public static LatencyDistribution? Of(IEnumerable<TimeSpan> latencies)
    {
        var sorted = latencies.Order().ToArray();
        return sorted.Length == 0 ? null : new LatencyDistribution(sorted.Length, Rank(0.50), Rank(0.95), sorted[^1]);

        TimeSpan Rank(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
