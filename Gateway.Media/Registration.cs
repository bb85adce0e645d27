using Gateway.Core;
using Gateway.Media.Calls;
using Gateway.Media.Conversations;
using Gateway.Media.Direct;
using Gateway.Media.Endpointing;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.OpenAi;
using Gateway.Media.Recognition.PocketSphinx;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Text.Redaction;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Media;

/// <summary>Adds the media path to a process.</summary>
public static class Registration
{
    /// <summary>How long the end of the process may wait for the last words of all calls, after the sockets are closed.</summary>
    public static TimeSpan LastWordsLimit => LastWords.Limit;

    /// <summary>
    /// Adds <see cref="CallTable"/>, <see cref="DirectStreams"/>, <see cref="TranscriptionTerms"/>, <see cref="MediaPulse"/>, <see cref="SpeechEngines"/> and <see cref="SharedVocabulary"/>. Utterances go to every
    /// registered <see cref="IUtteranceSink"/>, in the order of registration; what happens to conversations goes to <see cref="IConversationLog"/>. Somebody must call <see cref="SpeechEngines.WarmUpAsync"/> once before speech can be recognised.
    /// </summary>
    public static IServiceCollection AddMedia(
        this IServiceCollection services, CallOptions calls, DirectOptions direct, EndpointingOptions endpointing, RecognitionOptions recognition, RedactionOptions redaction)
    {
        services.AddSingleton<MediaMetrics>();
        services.AddSingleton<SharedVocabulary>();
        services.AddKeyedSingleton<IRecognizer>(PocketSphinxRecognizer.EngineName, (provider, _) => new PocketSphinxRecognizer(
            recognition.PocketSphinx, provider.GetRequiredService<SharedVocabulary>(), provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton<IRecognizer>(OpenAiRecognizer.EngineName, (provider, _) => new OpenAiRecognizer(
            recognition.OpenAI, recognition.InventedText, provider.GetRequiredService<MediaMetrics>(), provider.GetRequiredService<TimeProvider>(), LoggerOf(provider)));
        services.AddSingleton(provider => new RecognitionWorkers(recognition.Workers, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new MediaPulse(provider.GetRequiredService<RecognitionResources>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SpeechEngines(
            RecognizerNames.Chosen(recognition).Select(name => provider.GetRequiredKeyedService<IRecognizer>(name)), provider.GetRequiredService<TimeProvider>(), LoggerOf(provider)));
        services.AddSingleton(provider => new RecognitionResources(
            provider.GetRequiredService<SpeechEngines>().All,
            provider.GetRequiredService<RecognitionWorkers>(),
            provider.GetRequiredService<MediaMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf(provider))
        {
            Vocabulary = provider.GetRequiredService<SharedVocabulary>(),
            Patience = recognition.Patience,
            Overload = new OverloadGuard(recognition.MaxLag, provider.GetRequiredService<TimeProvider>()),
        });
        services.AddSingleton(provider => new ConversationTable(provider.GetRequiredService<IConversationLog>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new TranscriptionTerms(provider.GetRequiredService<SpeechEngines>().Languages, redaction));
        services.AddSingleton(provider => new Transcriber(
            endpointing,
            provider.GetRequiredService<RecognitionResources>(),
            new Redactor(redaction),
            [.. provider.GetServices<IUtteranceSink>()],
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CallTable(
            calls,
            provider.GetRequiredService<Transcriber>(),
            provider.GetRequiredService<ConversationTable>(),
            provider.GetRequiredService<MediaMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            LoggerOf(provider)));
        services.AddSingleton(provider => new DirectStreams(
            direct,
            new DirectServices(
                calls,
                provider.GetRequiredService<TranscriptionTerms>(),
                provider.GetRequiredService<Transcriber>(),
                provider.GetRequiredService<MediaMetrics>(),
                provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<ConversationTable>(),
            LoggerOf(provider)));
        services.AddHostedService<MediaSweeper>();
        services.AddHostedService<EngineRetry>();
        // After the sinks, so that it is stopped before them.
        services.AddHostedService<LastWords>();
        return services;
    }

    private static ILogger LoggerOf(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger("Gateway.Media");
}
