namespace Gateway.Media.Recognition;

/// <summary>Why an engine did not recognise an utterance.</summary>
public enum EngineFailure
{
    /// <summary>It reported a failure.</summary>
    Failed,

    /// <summary>It took longer than <see cref="RecognitionOptions.Patience"/>.</summary>
    Slow,

    /// <summary>It has been failing, and was not asked.</summary>
    Unavailable,
}

/// <summary>How a speech engine is doing.</summary>
public enum EngineState
{
    /// <summary>It has not been warmed up, or could not be.</summary>
    NotReady,

    /// <summary>It recognises.</summary>
    Working,

    /// <summary>It failed on the last utterance that it was given.</summary>
    Failing,
}

/// <summary>How one of the configured speech engines is doing.</summary>
/// <param name="Name"><inheritdoc cref="IRecognizer.Name"/></param>
/// <param name="State">Now.</param>
/// <param name="Recognised">Utterances that it has recognised since the process began.</param>
/// <param name="Failed">Utterances that it could not recognise.</param>
public sealed record EngineStatus(string Name, EngineState State, long Recognised, long Failed);
