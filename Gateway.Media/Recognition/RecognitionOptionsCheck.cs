using Gateway.Media.Recognition.OpenAi;

namespace Gateway.Media.Recognition;

/// <summary>What bounds of single settings cannot say: which engines there are, and what each needs.</summary>
public static class RecognitionOptionsCheck
{
    /// <summary>All mistakes, one sentence each; never a secret.</summary>
    /// <param name="options">The bound options.</param>
    /// <param name="path">The section's configuration path.</param>
    public static IEnumerable<string> Mistakes(RecognitionOptions options, string path)
    {
        ArgumentNullException.ThrowIfNull(options);
        for (var i = 0; i < options.Engines.Length; i++)
        {
            var name = options.Engines[i];
            if (!RecognizerNames.Known.Contains(name))
                yield return $"{path}:Engines:{i}: this build has no engine '{name}'. It has: {string.Join(", ", RecognizerNames.Known)}.";
            else if (Array.IndexOf(options.Engines, name) != i)
                yield return $"{path}:Engines:{i}: '{name}' is named twice.";
        }

        foreach (var mistake in OpenAiOptionsCheck.Mistakes(options.OpenAI, options.Engines.Contains(OpenAiRecognizer.EngineName), $"{path}:OpenAI"))
            yield return mistake;
    }
}
