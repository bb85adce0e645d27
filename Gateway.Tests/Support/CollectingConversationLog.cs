using System.Collections.Concurrent;
using Gateway.Core;

namespace Gateway.Tests.Support;

/// <summary>A conversation log that only remembers.</summary>
internal sealed class CollectingConversationLog : IConversationLog
{
    private readonly ConcurrentQueue<ConversationEvent> _events = new();

    public IReadOnlyList<ConversationEvent> Events => [.. _events];

    public void Record(ConversationEvent happened) => _events.Enqueue(happened);
}
