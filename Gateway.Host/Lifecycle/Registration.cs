using Gateway.Host.Operations;
using Gateway.Media;
using Gateway.Transcripts;

namespace Gateway.Host.Lifecycle;

/// <summary>Adds the process's life cycle.</summary>
internal static class Registration
{
    /// <summary>
    /// Adds <see cref="Admission"/> and <see cref="ProcessLife"/>. Signals are listened to only while <see cref="ProcessLife.RunAsync"/> runs.
    /// </summary>
    /// <param name="services">Of the process.</param>
    /// <param name="settings">The configuration; it is read now, and files that it names again later.</param>
    /// <param name="state">Holds what is not configured.</param>
    /// <param name="lastStage">How long the end of the process may take after the drain.</param>
    public static IServiceCollection AddLifecycle(this IServiceCollection services, IConfiguration settings, StateDirectory state, TimeSpan lastStage)
    {
        var frozen = Reloadables.Frozen(settings);
        services.AddSingleton<IHostLifetime, NoSignals>();
        services.AddSingleton<Admission>().AddSingleton<Drain>();
        services.AddSingleton(provider => new SystemdSocket(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), provider.GetRequiredService<ILogger<SystemdSocket>>()));
        services.AddSingleton(provider => new VitalSigns(provider.GetRequiredService<MediaPulse>(), new LogPulse(Console.Out.Flush, provider.GetRequiredService<TimeProvider>())));
        services.AddSingleton(provider => new SystemdReport(
            provider.GetRequiredService<SystemdSocket>(),
            SystemdSocket.WatchdogInterval(),
            provider.GetRequiredService<VitalSigns>(),
            () => provider.GetRequiredService<Drain>().Live,
            () => provider.GetRequiredService<StoreWriter>().Trouble,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SystemdReport>>()));
        services.AddSingleton(provider => new Reload(
            Reloadables.Of(provider, frozen, state), provider.GetRequiredService<SystemdReport>(), provider.GetRequiredService<ILogger<Reload>>()));
        return services.AddSingleton(provider => new ProcessLife(
            provider.GetRequiredService<Drain>(),
            provider.GetRequiredService<Reload>(),
            provider.GetRequiredService<SystemdReport>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            lastStage));
    }
}
