using Gateway.Media.Endpointing;
using Gateway.Media.Recognition.OpenAi;
using Gateway.Media.Recognition.Whisper;

namespace Gateway.Media.Recognition;

/// <summary>What bounds of single settings cannot say: which engines there are, and what each needs.</summary>
public static class RecognitionOptionsCheck
{
    /// <summary>All mistakes, one sentence each; never a secret.</summary>
    /// <param name="options">The bound options.</param>
    /// <param name="endpointing">When utterances end.</param>
    /// <param name="known">The engines of this build.</param>
    /// <param name="path">The section's configuration path.</param>
    public static IEnumerable<string> Mistakes(RecognitionOptions options, EndpointingOptions endpointing, IReadOnlyList<string> known, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        for (var i = 0; i < options.Engines.Length; i++)
        {
            var name = options.Engines[i];
            if (!known.Contains(name))
                yield return $"{path}:Engines:{i}: this build has no engine '{name}'. It has: {string.Join(", ", known)}.{RemedyFor(name)}";
            else if (Array.IndexOf(options.Engines, name) != i)
                yield return $"{path}:Engines:{i}: '{name}' is named twice.";
        }

        foreach (var mistake in OpenAiOptionsCheck.Mistakes(options.OpenAI, options.Engines.Contains(OpenAiRecognizer.EngineName), $"{path}:OpenAI"))
            yield return mistake;
        if (!options.Engines.Contains(WhisperRecognizer.EngineName))
            yield break;
        foreach (var mistake in WhisperOptionsCheck.Mistakes(options.Whisper, endpointing, $"{path}:Whisper"))
            yield return mistake;
    }

    private static string RemedyFor(string name) =>
        name == WhisperRecognizer.EngineName ? " Build it with 'dotnet publish Gateway.Host -p:WithWhisper=true' (Gateway.Whisper/README.md)." : "";
}
