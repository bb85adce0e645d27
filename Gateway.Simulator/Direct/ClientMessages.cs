using Gateway.Core;

namespace Gateway.Simulator.Direct;

/// <summary>The first message (api.md 7.4). What is null is not sent, so that the gateway's default holds.</summary>
/// <param name="Sender">Who speaks.</param>
internal sealed record StartStream(StreamSender Sender)
{
    /// <summary>Names the message.</summary>
    public string Message { get; } = "startStream";

    /// <summary>An IETF tag.</summary>
    public string? Language { get; init; }

    /// <summary>Whether to write numbers as digits, capitals and punctuation.</summary>
    public bool? SmartFormatting { get; init; }

    /// <summary><c>redacted</c>, <c>unredacted</c> or <c>redacted_and_unredacted</c>.</summary>
    public string? RedactionOutput { get; init; }
}

/// <summary>The one who speaks on a connection.</summary>
/// <param name="Role">Customer or agent.</param>
/// <param name="ExternalId">A stable name of the individual.</param>
internal sealed record StreamSender(Participant Role, string ExternalId);

/// <summary>Terms that the recogniser should know (api.md 7.8).</summary>
/// <param name="Phrases">The terms.</param>
internal sealed record UpdateVocabulary(IReadOnlyList<VocabularyPhrase> Phrases)
{
    /// <summary>Names the message.</summary>
    public string Message { get; } = "updateVocabulary";
}

/// <summary>The last message: no more audio will come (api.md 7.7).</summary>
internal sealed record FinishStream
{
    /// <summary>Names the message.</summary>
    public string Message { get; } = "finishStream";
}
