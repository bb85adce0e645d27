using Gateway.Host.Models;
using Gateway.Media;
using Gateway.Media.Recognition;
using Gateway.Media.Recognition.Whisper;
using Gateway.Whisper;

namespace Gateway.Host;

/// <summary>Whisper, in builds with <c>-p:WithWhisper=true</c>.</summary>
internal static partial class Recognizers
{
    static partial void AddWhisper(IServiceCollection services, GatewayOptions options) =>
        services.AddKeyedSingleton<IRecognizer>(WhisperRecognizer.EngineName, (provider, _) => new WhisperNetRecognizer(
            options.Recognition.Whisper,
            ModelsCommands.DirectoryOf(options),
            options.Recognition.InventedText,
            provider.GetRequiredService<MediaMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("Gateway.Whisper")));

    static partial void NameWhisper(List<string> names) => names.Add(WhisperRecognizer.EngineName);
}
