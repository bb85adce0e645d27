namespace Gateway.Webhook;

/// <summary>
/// Decides what the log is told about the target: that it fails, and how, and that it has recovered; not each time. A target that takes one
/// message and refuses the next is told of once a minute. Safe for concurrent use.
/// </summary>
internal sealed class TargetHealth(TimeProvider time)
{
    /// <summary>The same trouble is not told of again for so long.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _toldAt = [];
    private string? _trouble;

    /// <summary>A message was lost.</summary>
    /// <param name="trouble">How: one of few.</param>
    /// <returns>Whether that is to be told.</returns>
    public bool Fails(string trouble)
    {
        lock (_lock)
        {
            if (_trouble == trouble || (_toldAt.TryGetValue(trouble, out var told) && time.GetElapsedTime(told) < Pause))
                return false;
            _trouble = trouble;
            _toldAt[trouble] = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>A message was delivered.</summary>
    /// <returns>The trouble that was told of and is over, or null when there is nothing to tell.</returns>
    public string? Recovered()
    {
        lock (_lock)
        {
            var before = _trouble;
            _trouble = null;
            return before;
        }
    }
}
