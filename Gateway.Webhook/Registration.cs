using Gateway.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Webhook;

/// <summary>Adds the webhook publisher to a process.</summary>
public static class Registration
{
    /// <summary>
    /// Adds the publisher as an <see cref="IUtteranceSink"/> and the <see cref="LossLedger"/>; only the ledger when there is no target.
    /// </summary>
    public static IServiceCollection AddWebhook(this IServiceCollection services, WebhookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton<LossLedger>();
        if (options.Url is null)
            return services;
        services.AddSingleton(options);
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton<WebhookPublisher>();
        services.AddSingleton<IUtteranceSink>(provider => provider.GetRequiredService<WebhookPublisher>());
        services.AddHostedService(provider => provider.GetRequiredService<WebhookPublisher>());
        return services;
    }
}
