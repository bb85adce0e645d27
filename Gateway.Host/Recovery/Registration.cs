using Gateway.Core;

namespace Gateway.Host.Recovery;

/// <summary>Adds what deals with Twilio beside its streams; nothing of it exists until it is configured.</summary>
internal static class Registration
{
    /// <summary>To be called after the transcripts: what happens to calls passes through here on its way to their record.</summary>
    public static void AddRecovery(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(options);
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
        string[] methods = [HttpMethods.Get, HttpMethods.Post];
        if (app.Services.GetService<TwimlEndpoint>() is { } twiml)
            app.MapMethods(TwimlEndpoint.Path, methods, twiml.AnswerAsync).ExcludeFromDescription();
        if (app.Services.GetService<StreamStatusEndpoint>() is { } status)
            app.MapMethods(StreamStatusEndpoint.Path, methods, status.AnswerAsync).ExcludeFromDescription();
    }
}
