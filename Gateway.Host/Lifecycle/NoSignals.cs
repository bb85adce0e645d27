namespace Gateway.Host.Lifecycle;

/// <summary>Takes the place of the framework's own handling of signals, which would end every call at the first one: <see cref="Signals"/> listens instead.</summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
