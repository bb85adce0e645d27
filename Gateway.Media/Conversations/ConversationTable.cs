using Gateway.Core;

namespace Gateway.Media.Conversations;

/// <summary>The conversations that this process carries, and those of the last minutes. Safe for concurrent use.</summary>
internal sealed class ConversationTable(IConversationLog log, TimeProvider time)
{
    /// <summary>
    /// How long a conversation is remembered that nothing carries any more: a card number asked for on one connection may be answered on the next. Longer than
    /// any <c>Redaction:ContextWindow</c>.
    /// </summary>
    private static readonly TimeSpan Remembrance = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<ConversationId, Conversation> _conversations = [];

    /// <summary>A call or a connection takes part. To be followed by one <see cref="Leave"/>.</summary>
    public Conversation Join(ConversationId id)
    {
        lock (_lock)
        {
            if (!_conversations.TryGetValue(id, out var conversation))
                _conversations[id] = conversation = new Conversation(id, log);
            conversation.Holders++;
            return conversation;
        }
    }

    public void Leave(Conversation conversation)
    {
        lock (_lock)
        {
            conversation.Holders--;
            conversation.LeftAt = time.GetTimestamp();
        }
    }

    /// <summary>Forgets what nothing has carried for long. To be called about once a second.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            foreach (var (id, conversation) in _conversations)
            {
                if (conversation.Holders == 0 && time.GetElapsedTime(conversation.LeftAt) >= Remembrance)
                    _conversations.Remove(id);
            }
        }
    }
}
