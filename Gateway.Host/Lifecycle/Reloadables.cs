using Gateway.Host.Configuration;
using Gateway.Host.Operations;
using Gateway.Host.Security;
using Gateway.Webhook;

namespace Gateway.Host.Lifecycle;

/// <summary>
/// The one list of what SIGHUP reads again: files that hold certificates, keys and secrets. Settings are not read again; what depends on them is built once.
/// </summary>
internal static class Reloadables
{
    /// <param name="services">The process.</param>
    /// <param name="settings">The configuration as it was at the start: which files there are does not change.</param>
    /// <param name="state">Holds what is not configured.</param>
    public static IReadOnlyList<Reloadable> Of(IServiceProvider services, IConfiguration settings, StateDirectory state)
    {
        List<Reloadable> items =
        [
            .. services.GetServices<ServerCertificate>().Select(certificate => new Reloadable($"the certificate of {certificate.Endpoint}", certificate.Renew)),
            new("Gateway:StreamUrl", () => RenewStreamUrls(services, Read(settings, "Gateway:StreamUrl").StreamUrl, state)),
            new("Gateway:ApiKeys", () => RenewApiKeys(services, Read(settings, "Gateway:ApiKeys").ApiKeys, state)),
        ];
        if (services.GetService<WebhookRenewal>() is { } webhook)
            items.Add(new("Gateway:Webhook", () => RenewWebhook(webhook, Read(settings, "Gateway:Webhook").Webhook)));
        return items;
    }

    /// <summary>The configuration as it is now; later changes of its sources do not reach it.</summary>
    public static IConfiguration Frozen(IConfiguration configuration) =>
        new ConfigurationBuilder().AddInMemoryCollection(configuration.AsEnumerable().Where(setting => setting.Value is not null)).Build();

    /// <summary>One section alone, so that a mistake in another one does not hold it up.</summary>
    private static GatewayOptions Read(IConfiguration settings, string section) => OptionsReader.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.AsEnumerable().Where(setting => setting.Key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase)))
        .Build());

    private static string RenewStreamUrls(IServiceProvider services, StreamUrlOptions options, StateDirectory state)
    {
        var current = options.SigningKey ?? state.SigningKey();
        services.GetRequiredService<StreamToken>().Use(current, options.PreviousSigningKey);
        services.GetRequiredService<DownloadLink>().Use(current, options.PreviousSigningKey);
        return options.PreviousSigningKey is null ? "one signing key" : "the signing key and the one before it";
    }

    private static string RenewApiKeys(IServiceProvider services, ApiKeyOptions[] keys, StateDirectory state)
    {
        services.GetRequiredService<ApiKeyRing>().Use(ApiKeyRing.KeysOf(keys, state));
        return keys.Length switch
        {
            0 => "the gateway's own key",
            1 => "one key",
            _ => $"{keys.Length} keys",
        };
    }

    private static string RenewWebhook(WebhookRenewal webhook, WebhookOptions options)
    {
        webhook.Renew(options);
        return "secrets and certificates";
    }
}
