using Gateway.Core;

namespace Gateway.Host.Recovery;

/// <summary>Adds what deals with Twilio beside its streams; nothing of it exists until it is configured.</summary>
internal static class Registration
{
    /// <summary>To be called after the transcripts: what happens to calls passes through here on its way to their record.</summary>
    public static void AddRecovery(this IServiceCollection services, GatewayOptions options)
    {
        if (options.Twilio.Continuation is not null)
            services.AddSingleton<TwimlEndpoint>();
        if (!options.Twilio.Recovery.Enabled)
            return;
        services.AddSingleton<CallWatch>().AddSingleton<IConversationLog>(provider => provider.GetRequiredService<CallWatch>());
        services.AddSingleton<RecoveryMetrics>();
        services.AddSingleton(provider => new TwilioRest(options.Twilio, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TwilioRest>>()));
        services.AddSingleton<StreamRecovery>().AddHostedService(provider => provider.GetRequiredService<StreamRecovery>());
        services.AddSingleton<StreamStatusEndpoint>();
    }

    /// <summary>Maps the addresses that Twilio calls.</summary>
    public static void MapTwilio(this WebApplication app)
    {
        var services = app.Services;
        if (services.GetService<TwimlEndpoint>() is { } twiml)
            Map(TwimlEndpoint.Path, twiml.AnswerAsync);
        if (services.GetService<StreamStatusEndpoint>() is { } status)
            Map(StreamStatusEndpoint.Path, status.AnswerAsync);

        void Map(string path, Func<HttpContext, Task> answer) => app.MapMethods(path, [HttpMethods.Get, HttpMethods.Post], (Delegate)answer)
            .AddEndpointFilter(ActivatorUtilities.CreateInstance<TwilioSignatureFilter>(services, services.GetRequiredService<TwilioOptions>().AuthToken!))
            .ExcludeFromDescription();
    }
}
