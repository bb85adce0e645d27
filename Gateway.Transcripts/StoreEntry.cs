using Gateway.Core;

namespace Gateway.Transcripts;

/// <summary>One thing to be kept.</summary>
/// <param name="Id">Its name; writing it twice keeps it once.</param>
public abstract record StoreEntry(Ulid Id)
{
    /// <summary>The conversation it belongs to.</summary>
    public abstract string ExternalId { get; }
}

/// <summary>What was said.</summary>
/// <param name="Utterance">What was said.</param>
public sealed record MessageEntry(Utterance Utterance) : StoreEntry(Utterance.Id)
{
    /// <inheritdoc/>
    public override string ExternalId => Utterance.Conversation.ToString();
}

/// <summary>What happened.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Happened">What happened.</param>
public sealed record EventEntry(Ulid Id, ConversationEvent Happened) : StoreEntry(Id)
{
    /// <inheritdoc/>
    public override string ExternalId => Happened.Conversation.ToString();
}
