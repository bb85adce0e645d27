namespace Gateway.Core;

/// <summary>The door through which the rooms tell what belongs into a conversation's record.</summary>
public interface IConversationLog
{
    /// <summary>Takes one event. Never waits, never throws; what cannot be kept is accounted for behind the door.</summary>
    void Record(ConversationEvent happened);
}
