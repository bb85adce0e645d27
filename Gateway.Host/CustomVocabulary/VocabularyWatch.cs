namespace Gateway.Host.CustomVocabulary;

/// <summary>Finds changes that somebody else makes to the file (api.md 8.6: effective within a minute).</summary>
internal sealed class VocabularyWatch(VocabularyFile file, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                _ = file.Reload();
        }
        catch (OperationCanceledException)
        {
        }
    }
}
