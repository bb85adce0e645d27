using Gateway.Core;

namespace Gateway.Simulator.Cloud;

/// <summary>What a status callback says.</summary>
/// <param name="Call">The call.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Event"><c>stream-started</c>, <c>stream-stopped</c> or <c>stream-error</c>.</param>
/// <param name="ErrorCode">Of the 319xx; null unless it is an error.</param>
internal sealed record StreamNotice(CallSid Call, StreamSid Stream, string Event, int? ErrorCode)
{
    /// <summary>The stream has begun.</summary>
    public const string Started = "stream-started";

    /// <summary>The stream was stopped, or its call is over.</summary>
    public const string Stopped = "stream-stopped";

    /// <summary>Something is wrong with the stream. That does not mean that it is over.</summary>
    public const string Error = "stream-error";
}

/// <summary>What becomes of a status callback.</summary>
/// <param name="Fate">Whether and how it is sent.</param>
internal sealed record CallbackTreatment(CallbackFate Fate = CallbackFate.Sent)
{
    /// <summary>It is held back until this completes.</summary>
    public Task Until { get; init; } = Task.CompletedTask;
}

/// <summary>Whether and how a status callback is sent.</summary>
internal enum CallbackFate
{
    /// <summary>As it should be.</summary>
    Sent,

    /// <summary>Two times at once.</summary>
    Twice,

    /// <summary>Signed with a key that is not the account's.</summary>
    Forged,

    /// <summary>Without a signature.</summary>
    Unsigned,

    /// <summary>Not at all.</summary>
    Dropped,
}

/// <summary>A status callback that was sent.</summary>
/// <param name="Notice">What it says.</param>
/// <param name="At">The clock's timestamp of its first try.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Answers">The HTTP status of every try; null where none came.</param>
internal sealed record SentCallback(StreamNotice Notice, long At, SignedRequest Request, IReadOnlyList<int?> Answers);
