namespace Gateway.Host.CustomVocabulary;

/// <summary>Finds changes that somebody else makes to the file (api.md 8.6: effective within a minute).</summary>
internal sealed partial class VocabularyWatch(VocabularyFile file, TimeProvider time, ILogger<VocabularyWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        string? told = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var mistake = file.Reload();
                if (mistake is not null && mistake != told)
                    Log.NotTaken(logger, mistake);
                told = mistake;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4411, LogLevel.Error, "The custom vocabulary has changed and was not taken; the old one still holds. {Mistake}")]
        public static partial void NotTaken(ILogger logger, string mistake);
    }
}
