namespace Gateway.Benchmarks.Load;

/// <summary>How values are distributed, in milliseconds, by nearest rank.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="P50">Half of them are not larger.</param>
/// <param name="P95">Nineteen of twenty are not larger.</param>
/// <param name="P99">All but one in a hundred are not larger.</param>
/// <param name="Max">The largest.</param>
/// <param name="Mean">Their mean.</param>
internal sealed record Distribution(int Count, double P50, double P95, double P99, double Max, double Mean)
{
    /// <summary>Computes it; null if there are no values.</summary>
    public static Distribution? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : new Distribution(sorted.Length, Rank(0.50), Rank(0.95), Rank(0.99), sorted[^1], sorted.Average());

        double Rank(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
