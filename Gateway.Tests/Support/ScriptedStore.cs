using System.Collections.Concurrent;
using Gateway.Core;
using Gateway.Transcripts;

namespace Gateway.Tests.Support;

/// <summary>A store in memory that fails, hangs and refuses as it is told, and remembers what was written and how.</summary>
internal sealed class ScriptedStore : ITranscriptStore
{
    private readonly Lock _lock = new();
    private readonly List<StoreEntry> _written = [];
    private readonly List<int> _batches = [];

    /// <summary>Decides about every write: throws, or waits, or does nothing.</summary>
    public Func<IReadOnlyList<StoreEntry>, CancellationToken, Task> Decide { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The same for opening.</summary>
    public Func<Task> DecideToOpen { get; set; } = () => Task.CompletedTask;

    /// <summary>What earlier runs lost.</summary>
    public IReadOnlyList<Loss> EarlierLosses { get; set; } = [];

    public int Opened { get; private set; }

    /// <summary>Writes that were tried, those that failed included.</summary>
    public ConcurrentQueue<int> Tried { get; } = new();

    /// <summary>What was written, in order; entries written again are not there twice.</summary>
    public IReadOnlyList<StoreEntry> Written
    {
        get
        {
            lock (_lock)
                return [.. _written];
        }
    }

    /// <summary>The texts of the utterances that were written, in order.</summary>
    public IReadOnlyList<string> Texts => [.. Written.OfType<MessageEntry>().Select(entry => entry.Utterance.Text)];

    /// <summary>How many entries each successful write had.</summary>
    public IReadOnlyList<int> Batches
    {
        get
        {
            lock (_lock)
                return [.. _batches];
        }
    }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await DecideToOpen();
        Opened++;
    }

    public Task CompleteAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task WriteAsync(IReadOnlyList<StoreEntry> entries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Tried.Enqueue(entries.Count);
        await Decide(entries, cancellationToken);
        Keep(entries);
    }

    /// <summary>Writes without being asked to decide: what a write does that fails only after it has committed.</summary>
    public void Keep(IReadOnlyList<StoreEntry> entries)
    {
        lock (_lock)
        {
            _written.AddRange(entries.Where(entry => _written.All(written => written.Id != entry.Id)).ToList());
            _batches.Add(entries.Count);
        }
    }

    public Task<IReadOnlyList<Loss>> LatestLossesAsync(int limit, CancellationToken cancellationToken) => Task.FromResult(EarlierLosses);

    public Task<Conversation?> FindAsync(string externalId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> CompletedSinceAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ConversationEvent>> EventsOfAsync(string externalId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<StoredMessage> MessagesOfAsync(string externalId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<StoredMessage> SpokenAsync(TimeRange spoken, DateTimeOffset createdUntil, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<MessageExtent?> ExtentAsync(TimeRange spoken, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> DeleteExpiredAsync(DateTimeOffset completedBefore, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int?> DeleteAsync(string externalId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IAsyncDisposable?> TryLockPublicationAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
