namespace Gateway.Media.Recognition.OpenAi;

/// <summary>
/// How many requests may be repeated: one for ten that are made, and some in reserve. When a server is in trouble, repetitions would double its load. Safe for concurrent use.
/// </summary>
internal sealed class RetryBudget
{
    /// <summary>In tenths of a repetition.</summary>
    private const int Price = 10;
    private const int Reserve = 5 * Price;

    private readonly Lock _lock = new();
    private int _tenths = Reserve;

    /// <summary>A request is made that is no repetition.</summary>
    public void Earn()
    {
        lock (_lock)
            _tenths = Math.Min(Reserve, _tenths + 1);
    }

    /// <summary>Whether a repetition may be made; it is then accounted for.</summary>
    public bool TrySpend()
    {
        lock (_lock)
        {
            if (_tenths < Price)
                return false;
            _tenths -= Price;
            return true;
        }
    }
}
