using System.Runtime.CompilerServices;

namespace Gateway.Simulator.Webhook;

/// <summary>Transcripts in order of arrival. Written by the receiver, read and awaited by anyone.</summary>
internal sealed class TranscriptLog(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedTranscript> _transcripts = [];
    private TaskCompletionSource _grown = NewSignal();

    /// <summary>What has arrived so far.</summary>
    public IReadOnlyList<ReceivedTranscript> Snapshot()
    {
        lock (_lock)
            return [.. _transcripts];
    }

    /// <summary>Completes with what has arrived as soon as that satisfies a condition, or when patience runs out.</summary>
    /// <returns>All transcripts so far; whether they satisfy the condition is for the caller to look at.</returns>
    public async Task<IReadOnlyList<ReceivedTranscript>> WaitForAsync(
        Func<IReadOnlyList<ReceivedTranscript>, bool> condition, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        while (true)
        {
            var (transcripts, grown) = Look(from: 0);
            if (condition(transcripts))
                return transcripts;
            try
            {
                await grown.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return Snapshot();
            }
        }
    }

    /// <summary>Completes as soon as a number of transcripts have arrived, or when patience runs out.</summary>
    public Task<IReadOnlyList<ReceivedTranscript>> WaitForAsync(int count, TimeSpan patience, CancellationToken cancellationToken) =>
        WaitForAsync(transcripts => transcripts.Count >= count, patience, cancellationToken);

    /// <summary>Every transcript from the first on, as they arrive, until cancelled.</summary>
    public async IAsyncEnumerable<ReceivedTranscript> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var seen = 0; ;)
        {
            var (unseen, grown) = Look(seen);
            seen += unseen.Count;
            foreach (var transcript in unseen)
                yield return transcript;
            await grown.WaitAsync(cancellationToken);
        }
    }

    /// <summary>One more has arrived.</summary>
    public void Add(ReceivedTranscript transcript)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            _transcripts.Add(transcript);
            (grown, _grown) = (_grown, NewSignal());
        }
        grown.SetResult();
    }

    private (IReadOnlyList<ReceivedTranscript> Transcripts, Task Grown) Look(int from)
    {
        lock (_lock)
            return (_transcripts[from..], _grown.Task);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
