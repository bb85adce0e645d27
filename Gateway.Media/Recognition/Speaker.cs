using Gateway.Media.Recognition.Vocabularies;

namespace Gateway.Media.Recognition;

/// <summary>One voice on one line: the audio of one track between a start and its stop.</summary>
public sealed class Speaker
{
    /// <summary>The language spoken, an IETF tag from <see cref="IRecognizer.Languages"/>.</summary>
    public required string Language { get; init; }

    /// <summary>The phrases to expect besides the language's words, read when an utterance begins. Null: none.</summary>
    public SessionVocabulary? Vocabulary { get; init; }

    /// <summary>
    /// What the engine has learned about this voice and line, carried from one utterance to the next and never to another speaker.
    /// Null until the engine has learned something. Only the engine reads and writes it, while an utterance of this speaker is under way.
    /// </summary>
    public object? Adaptation { get; set; }
}
