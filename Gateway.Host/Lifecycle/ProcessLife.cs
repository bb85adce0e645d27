namespace Gateway.Host.Lifecycle;

/// <summary>
/// The life of the process from its start to its exit: ready, then until a signal says that it is to end, then the drain, then the framework's own end, which shuts the gates and
/// delivers the last words.
/// </summary>
/// <param name="drain">The first stage of the end.</param>
/// <param name="reload">What SIGHUP does.</param>
/// <param name="systemd">Who is told about it.</param>
/// <param name="lifetime">Says when a part of the gateway has broken down.</param>
/// <param name="lastStage">How long the framework's end may take at most.</param>
internal sealed class ProcessLife(Drain drain, Reload reload, SystemdReport systemd, IHostApplicationLifetime lifetime, TimeSpan lastStage)
{
    /// <summary>Returns when everything has ended.</summary>
    /// <param name="start">Completes when the gateway is ready.</param>
    /// <param name="stop">Ends the gateway in order, streams at once.</param>
    public async Task RunAsync(Func<CancellationToken, Task> start, Func<Task> stop)
    {
        using var signals = new Signals();
        systemd.Enter(LifePhase.Starting);
        try
        {
            await start(signals.End);
        }
        catch (OperationCanceledException) when (signals.End.IsCancellationRequested)
        {
            systemd.Enter(LifePhase.Ending, lastStage);
            await stop();
            return;
        }

        systemd.Enter(LifePhase.Ready);
        using var over = new CancellationTokenSource();
        var besides = Task.WhenAll(systemd.RunAsync(over.Token), reload.ServeAsync(signals.Reloads, over.Token));
        await EitherAsync(signals.End);
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            systemd.Enter(LifePhase.Draining);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(signals.Hurry, lifetime.ApplicationStopping);
            await drain.RunAsync(enough.Token);
        }

        systemd.Enter(LifePhase.Ending, lastStage);
        await stop();
        await over.CancelAsync();
        await besides;
    }

    /// <summary>Completes when the process is told to end, or when a part of it has broken down.</summary>
    private async Task EitherAsync(CancellationToken end)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
