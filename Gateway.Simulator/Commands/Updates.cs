namespace Gateway.Simulator.Commands;

/// <summary>How often the progress of something long is shown.</summary>
internal static class Updates
{
    /// <summary>Between two looks of a bar.</summary>
    public static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Between two lines, where there is no terminal.</summary>
    public static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shows it again and again until cancelled, and then once more.</summary>
    public static async Task RepeatAsync(TimeSpan interval, Action show, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                show();
        }
        catch (OperationCanceledException)
        {
            show();
        }
    }
}
