using Gateway.Media.Endpointing;

namespace Gateway.Media.Recognition.Whisper;

/// <summary>What the bounds of single settings cannot say.</summary>
public static class WhisperOptionsCheck
{
    /// <summary>Leaves room in the model's 30 s for the lead-in and the closing silence.</summary>
    private static readonly TimeSpan LongestUtterance = TimeSpan.FromSeconds(29);

    /// <summary>All mistakes, as sentences that begin with the key. To be asked only when the engine is among the configured ones.</summary>
    /// <param name="options">The section.</param>
    /// <param name="endpointing">When utterances end.</param>
    /// <param name="section">The section's key.</param>
    public static IEnumerable<string> Mistakes(WhisperOptions options, EndpointingOptions endpointing, string section)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(endpointing);
        var known = WhisperModels.TryFind(options.Model, out var model);
        if (!known && !WhisperModels.IsPath(options.Model))
            yield return $"{section}:Model: there is no model '{options.Model}'. Give one of {string.Join(", ", WhisperModels.All.Select(one => one.Name))}, or the path of a file.";
        if (endpointing.MaxUtterance > LongestUtterance)
            yield return $"Gateway:Endpointing:MaxUtterance: must be at most {LongestUtterance} with the engine {WhisperRecognizer.EngineName}, which hears 30 s at a time.";
        foreach (var language in options.Languages)
        {
            var code = WhisperRequest.CodeOf(language);
            if (code.Length is not (2 or 3) || !code.All(char.IsAsciiLetterLower))
                yield return $"{section}:Languages: '{language}' is no language tag such as en-US.";
            else if (known && model!.IsEnglishOnly && code != "en")
                yield return $"{section}:Languages: the model {options.Model} knows only English, not '{language}'. Take one without '.en' in its name.";
        }
    }
}
