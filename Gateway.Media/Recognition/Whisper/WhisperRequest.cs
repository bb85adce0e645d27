using Gateway.Media.Audio;
using Gateway.Media.Recognition.Vocabularies;
using Gateway.Media.Recognition.WholeUtterance;

namespace Gateway.Media.Recognition.Whisper;

/// <summary>One utterance as Whisper is asked for it. Holds what may be said: never log it.</summary>
public sealed class WhisperRequest
{
    private const int FreeTokens = 16;

    /// <summary>The fastest speakers say seven words a second; a word has hardly more than one token and a half.</summary>
    private const int TokensPerSecond = 12;

    /// <summary>Half of the model's context; the other half is for the prompt.</summary>
    private const int MostTokens = 224;

    /// <summary>A hundred tokens or so, each of which costs a millisecond in each utterance.</summary>
    internal const int MaxPromptLength = 400;

    private WhisperRequest(float[] samples, int audioContext, int maxTokens, string language, string prompt)
    {
        Samples = samples;
        AudioContext = audioContext;
        MaxTokens = maxTokens;
        Language = language;
        Prompt = prompt;
    }

    /// <summary>Mono, 16 000 Hz, -1 to 1; 1 600 at least.</summary>
#pragma warning disable CA1819 // Whisper.net takes an array, and copies a second of audio for anything else.
    public float[] Samples { get; }
#pragma warning restore CA1819

    /// <summary>The window of the encoder, in positions of 20 ms. All samples lie in it.</summary>
    public int AudioContext { get; }

    /// <summary>More tokens than this nobody can say in the time: a decoder that finds no end is stopped here.</summary>
    public int MaxTokens { get; }

    /// <summary>The language as Whisper calls it: two or three letters.</summary>
    public string Language { get; }

    /// <summary>What the model is to take for what was said before; empty for nothing.</summary>
    public string Prompt { get; }

    /// <summary>The amount of audio only.</summary>
    public override string ToString() => $"WhisperRequest {{ {Samples.Length} samples }}";

    /// <param name="samples">16-bit linear, 8 000 Hz.</param>
    /// <param name="language">An IETF tag.</param>
    /// <param name="prompt">The configured prompt, or null.</param>
    /// <param name="vocabulary">The phrases to expect.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than 30 s.</exception>
    internal static WhisperRequest For(ReadOnlySpan<short> samples, string language, string? prompt, Vocabulary vocabulary)
    {
        var duration = Telephony.Duration(samples.Length);
        return new WhisperRequest(
            WideBand.Of(samples),
            AudioWindow.PositionsFor(duration),
            Math.Min(MostTokens, FreeTokens + (int)Math.Ceiling(TokensPerSecond * duration.TotalSeconds)),
            CodeOf(language),
            TranscriptionPrompt.Of(prompt, vocabulary, MaxPromptLength));
    }

    /// <summary>What Whisper calls the language of an IETF tag: its first part.</summary>
    internal static string CodeOf(string language) => language.Split('-')[0].ToLowerInvariant();
}
