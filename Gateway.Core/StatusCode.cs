namespace Gateway.Core;

/// <summary>Application status codes of the API (api.md 7.9): integers in answers of the control API, strings on the direct WebSocket.</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    Ok = 1000,

    /// <summary>The message is no JSON, is unknown, lacks a field, or has a value that is none.</summary>
    MessageFormat = 4040,

    /// <summary>The recogniser does not understand the language.</summary>
    LanguageNotSupported = 4050,

    /// <summary>The audio is not 16-bit linear PCM.</summary>
    EncodingNotSupported = 4051,

    /// <summary>The audio does not have 8 000 samples a second.</summary>
    SamplingRateNotSupported = 4053,

    /// <summary>A message came out of order, or one that is needed did not come.</summary>
    MessageOrder = 4056,

    /// <summary>The audio cannot be transcribed: no track carries the participant.</summary>
    CannotTranscribe = 4080,

    /// <summary>No data came for too long.</summary>
    IdleTimeout = 4083,

    /// <summary>Vocabulary beyond a limit; the stream goes on (INF-53).</summary>
    VocabularyLimit = 4084,

    /// <summary>The stream lasted too long.</summary>
    DurationLimit = 4090,

    /// <summary>Vocabulary of the wrong shape; the stream goes on (INF-53).</summary>
    VocabularyFormat = 4091,

    /// <summary>Redaction works on smart-formatted text only.</summary>
    RedactionNeedsFormatting = 4092,

    /// <summary>Redaction excludes detailed tokens (C6).</summary>
    RedactionExcludesTokens = 4093,

    /// <summary>Unredacted output is forbidden on this gateway.</summary>
    UnredactedForbidden = 4094,

    /// <summary>A fault of the gateway.</summary>
    InternalError = 5000,

    /// <summary>The gateway is shutting down.</summary>
    ShuttingDown = 5001,

    /// <summary>The gateway cannot take one more stream, or cannot recognise yet.</summary>
    NoCapacity = 5002,
}
