using System.Collections.Concurrent;
using Gateway.Core;

namespace Gateway.Tests.Support;

/// <summary>Keeps every utterance.</summary>
internal sealed class CollectingSink : IUtteranceSink
{
    private readonly ConcurrentQueue<Utterance> _utterances = new();

    public IReadOnlyList<Utterance> Utterances => [.. _utterances];

    public ValueTask AcceptAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        _utterances.Enqueue(utterance);
        return ValueTask.CompletedTask;
    }
}
