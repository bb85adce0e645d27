using Gateway.Core;
using Gateway.Media.Text.Redaction;

namespace Gateway.Media.Conversations;

/// <summary>
/// What the calls and connections that carry one conversation have in common. Safe for concurrent use.
/// </summary>
internal sealed class Conversation(ConversationId id, IConversationLog log)
{
    private readonly Lock _lock = new();
    private int _legs;

    public ConversationId Id { get; } = id;

    /// <summary>What it has been about, as far as redaction must know. It outlives a stop and a new start, and is shared by both participants' connections.</summary>
    public RedactionContext Redaction { get; } = new();

    /// <summary>How many calls and connections have it; guarded by the lock of the <see cref="ConversationTable"/>.</summary>
    public int Holders { get; set; }

    /// <summary>When the last one left it, a timestamp of the clock; guarded likewise.</summary>
    public long LeftAt { get; set; }

    /// <summary>Puts something on its record.</summary>
    public void Record(ConversationEvent happened) => log.Record(happened);

    /// <summary>Media begins to feed it.</summary>
    public void BeginLeg()
    {
        lock (_lock)
            _legs++;
    }

    /// <summary>Media that fed it has ended.</summary>
    /// <param name="onRecord">How; null when nobody wanted it transcribed. The conversation is complete with the last leg (INF-36).</param>
    public void EndLeg(MediaEnded? onRecord)
    {
        // Under the lock: an end that completes must not come on record after a beginning that it did not see.
        lock (_lock)
        {
            _legs--;
            if (onRecord is not null)
                log.Record(onRecord with { Completes = _legs == 0 });
        }
    }
}
