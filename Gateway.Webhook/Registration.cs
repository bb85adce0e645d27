using Gateway.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Webhook;

/// <summary>Adds the webhook publisher to a process.</summary>
public static class Registration
{
    /// <summary>
    /// Adds the publisher as an <see cref="IUtteranceSink"/>, and a <see cref="WebhookRenewal"/>; nothing when there is no target. It needs a <see cref="LossLedger"/> and an <see
    /// cref="IConversationLog"/>.
    /// </summary>
    public static IServiceCollection AddWebhook(this IServiceCollection services, WebhookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Url is null)
            return services;
        services.AddSingleton(options);
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton<DeliveryLatency>();
        services.AddSingleton<WebhookPublisher>();
        services.AddSingleton(provider => new WebhookRenewal(provider.GetRequiredService<WebhookPublisher>()));
        services.AddSingleton<IUtteranceSink>(provider => provider.GetRequiredService<WebhookPublisher>());
        services.AddHostedService(provider => provider.GetRequiredService<WebhookPublisher>());
        return services;
    }
}
