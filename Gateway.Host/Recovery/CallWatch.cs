using System.Collections.Concurrent;
using Gateway.Core;
using Gateway.Transcripts;

namespace Gateway.Host.Recovery;

/// <summary>
/// Watches what happens to calls, on its way to their record, and remembers it while somebody may want it. Never waits. Safe for concurrent use.
/// </summary>
internal sealed class CallWatch(StoreWriter record, TimeProvider time) : IConversationLog
{
    private readonly ConcurrentDictionary<CallSid, CallHistory> _calls = new();
    private readonly DateTimeOffset _began = time.GetUtcNow();

    /// <summary>Called with every interruption, on whichever thread finds it. Must neither wait nor throw.</summary>
    public Action<Interruption>? Interrupted { get; set; }

    /// <inheritdoc/>
    public void Record(ConversationEvent happened)
    {
        record.Record(happened);
        // Direct streams have no Twilio that could be asked for another one.
        if (happened is not Loss && CallSid.TryParse(happened.Conversation.ToString(), out var call))
            Watch(call, happened);
    }

    /// <summary>Asks something about a call; null when nothing is known of it.</summary>
    public T? Ask<T>(CallSid call, Func<CallHistory, T> question)
    {
        if (!_calls.TryGetValue(call, out var history))
            return default;
        lock (history)
            return question(history);
    }

    /// <summary>
    /// Takes over what an earlier run has recorded, unless the call is known already, or was started in this run: then nothing is known because nothing is to be done, and the record may
    /// not have been written yet.
    /// </summary>
    /// <returns>What was interrupted; null: nothing, or it is known.</returns>
    public Interruption? Adopt(CallSid call, IEnumerable<ConversationEvent> events)
    {
        var history = new CallHistory(call);
        foreach (var happened in events)
            history.Take(happened);
        return history.StartedAt < _began && history.Interruption(StreamEnding.Shutdown) is { } interruption && _calls.TryAdd(call, history) ? interruption : null;
    }

    /// <summary>Nothing more is to be done for a call whose media has ended.</summary>
    public void Forget(CallSid call)
    {
        if (_calls.TryGetValue(call, out var history))
        {
            lock (history)
            {
                if (history.IsOver)
                    _calls.TryRemove(call, out _);
            }
        }
    }

    private void Watch(CallSid call, ConversationEvent happened)
    {
        var history = _calls.GetOrAdd(call, static call => new CallHistory(call));
        Interruption? interruption;
        lock (history)
        {
            interruption = history.Take(happened);
            if (history.IsOver && interruption is null)
                _calls.TryRemove(call, out _);
        }

        if (interruption is not null)
            Interrupted?.Invoke(interruption);
    }
}
