using Gateway.Media.Recognition.OpenAi;
using Gateway.Media.Recognition.PocketSphinx;

namespace Gateway.Media.Recognition;

/// <summary>The engines by name. Each, and each that a build adds, is registered as a keyed <see cref="IRecognizer"/> under its name.</summary>
public static class RecognizerNames
{
    /// <summary>What every build has, in the order in which they are told to people.</summary>
    public static IReadOnlyList<string> Known { get; } = [PocketSphinxRecognizer.EngineName, OpenAiRecognizer.EngineName];

    /// <summary>The engines that are wanted, the first one first.</summary>
    public static IReadOnlyList<string> Chosen(RecognitionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Engines.Length > 0 ? options.Engines : [PocketSphinxRecognizer.EngineName];
    }
}
