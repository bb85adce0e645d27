namespace Gateway.Tests.EndToEnd;

/// <summary>How tests wait: for a fact, and not forever.</summary>
internal static class Patience
{
    /// <summary>Far more than anything here takes; who waits for so long has found a fault.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks again and again until <paramref name="fact"/> holds; for facts that nothing announces.</summary>
    public static Task UntilAsync(Func<bool> fact, string what) => UntilAsync(() => Task.FromResult(fact()), what);

    /// <summary>The same for a fact that has to be asked for.</summary>
    public static async Task UntilAsync(Func<Task<bool>> fact, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Glance, TimeProvider.System);
        while (!await fact())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Limit, $"Not within {Limit.TotalSeconds} s: {what}.");
            await timer.WaitForNextTickAsync();
        }
    }
}
