namespace Gateway.Tests.Support;

/// <summary>Waits for a fact that another thread or process brings about, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    public static Task HoldsAsync(Func<bool> fact) => HoldsAsync(() => Task.FromResult(fact()));

    /// <summary>The same for a fact that has to be asked for.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> fact)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Glance, TimeProvider.System);
        while (!await fact())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Deadline, "The fact did not come about within 30 s.");
            await timer.WaitForNextTickAsync();
        }
    }
}
