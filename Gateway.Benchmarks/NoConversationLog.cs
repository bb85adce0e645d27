using Gateway.Core;

namespace Gateway.Benchmarks;

/// <summary>Keeps nothing: what is measured is the work before it.</summary>
internal sealed class NoConversationLog : IConversationLog
{
    public void Record(ConversationEvent happened)
    {
    }
}
