namespace Gateway.Tests.Support;

/// <summary>Waits for a fact that another thread brings about, with a deadline and without sleeping.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task HoldsAsync(Func<bool> fact)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!fact())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Deadline, "The fact did not come about within 30 s.");
            await Task.Yield();
        }
    }
}
