using Microsoft.Extensions.Hosting;

namespace Gateway.Media.Recognition;

/// <summary>Goes on trying the engines that were out of order when the process began.</summary>
internal sealed class EngineRetry(SpeechEngines engines) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await engines.WarmedUp.WaitAsync(stoppingToken).ConfigureAwait(false);
            await engines.KeepTryingAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
