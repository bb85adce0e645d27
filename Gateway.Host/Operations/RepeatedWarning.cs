namespace Gateway.Host.Operations;

/// <summary>
/// Decides whether a warning that anybody outside can cause is written: once a minute for each cause, with the number left out since. Bounded: when too
/// many causes come up, all are forgotten and told anew. Safe for concurrent use.
/// </summary>
internal sealed class RepeatedWarning(TimeProvider time)
{
    private const int MaxCauses = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long ToldAt, long LeftOut)> _causes = new(StringComparer.Ordinal);

    /// <param name="cause">What makes two warnings the same: reason and address, say.</param>
    /// <param name="leftOut">How many of them were not written since the last one that was.</param>
    /// <returns>Whether this one is to be written.</returns>
    public bool Tell(string cause, out long leftOut)
    {
        lock (_lock)
        {
            if (_causes.TryGetValue(cause, out var known) && time.GetElapsedTime(known.ToldAt) < Pause)
            {
                leftOut = 0;
                _causes[cause] = known with { LeftOut = known.LeftOut + 1 };
                return false;
            }

            if (_causes.Count >= MaxCauses)
                _causes.Clear();
            leftOut = known.LeftOut;
            _causes[cause] = (time.GetTimestamp(), 0);
            return true;
        }
    }
}
