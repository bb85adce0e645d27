using Gateway.Media.Recognition.WholeUtterance;

namespace Gateway.Media.Recognition.OpenAi;

/// <summary>What became of a request for a transcription. The names are values of a metric's label.</summary>
internal enum TranscriptionOutcome
{
    /// <summary>There is a text, perhaps an empty one.</summary>
    Understood,

    /// <summary>The server does not take this request: 400 and the like.</summary>
    Refused,

    /// <summary>The server takes no request of ours: the key, the model or the path is wrong (401, 403, 404), or the account is used up.</summary>
    Unauthorized,

    /// <summary>Too many requests: 429.</summary>
    RateLimited,

    /// <summary>The server cannot be reached, broke off, answered 5xx, or something that is no transcription.</summary>
    Failed,

    /// <summary>There was no answer in time.</summary>
    TooLate,

    /// <summary>It was not sent, because requests have failed too often.</summary>
    NotSent,
}

/// <summary>The answer to one request. Its text is never shown.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Status">HTTP status; 0 without an answer.</param>
/// <param name="Problem">What is wrong, in a few words of ours or the server's error code; null when nothing is.</param>
internal sealed record TranscriptionAnswer(TranscriptionOutcome Outcome, int Status = 0, string? Problem = null)
{
    /// <summary>What was understood; null unless something was.</summary>
    public UtteranceText? Text { get; init; }

    /// <summary>For how long the server wants to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may well succeed in a moment.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Status and problem, for people.</summary>
    public override string ToString() => (Status, Problem) switch
    {
        (0, _) => Problem ?? Outcome.ToString(),
        (_, null) => Status.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Status}, {Problem}"),
    };
}
