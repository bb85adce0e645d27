namespace Gateway.Webhook;

/// <summary>The target that messages go to now. Another one may take its place at any time; the one before is disposed when nobody uses it any more. Safe for concurrent use.</summary>
/// <param name="first">Disposed with this.</param>
internal sealed class TargetInUse(WebhookTarget first) : IDisposable
{
    private readonly Lock _lock = new();
    private Generation _current = new(first);

    /// <summary>Does something with the current target, which stays whole until that has completed.</summary>
    public async Task<T> UseAsync<T>(Func<WebhookTarget, Task<T>> use)
    {
        Generation generation;
        lock (_lock)
        {
            generation = _current;
            generation.Users++;
        }

        try
        {
            return await use(generation.Target).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                generation.Users--;
                generation.DisposeWhenUnused();
            }
        }
    }

    /// <summary>Puts another one in its place.</summary>
    public void Replace(WebhookTarget next)
    {
        lock (_lock)
        {
            _current.Retire();
            _current = new Generation(next);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _current.Retire();
    }

    /// <summary>One target and who uses it. Guarded by the owner's lock.</summary>
    private sealed class Generation(WebhookTarget target)
    {
        private bool _retired;

        public WebhookTarget Target { get; } = target;

        public int Users { get; set; }

        public void Retire()
        {
            _retired = true;
            DisposeWhenUnused();
        }

        public void DisposeWhenUnused()
        {
            if (_retired && Users == 0)
                Target.Dispose();
        }
    }
}
