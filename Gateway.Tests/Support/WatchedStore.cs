using Gateway.Core;
using System.Runtime.CompilerServices;
using Gateway.Transcripts;

namespace Gateway.Tests.Support;

/// <summary>A real store that can be told to fail where a test wants it to.</summary>
internal sealed class WatchedStore(ITranscriptStore store) : ITranscriptStore
{
    /// <summary>Called before a row of a day is handed out, with its number from 0.</summary>
    public Action<int> BeforeRow { get; set; } = _ => { };

    /// <summary>Called before the right to publish is asked for.</summary>
    public Action BeforeLock { get; set; } = () => { };

    /// <summary>How often the right to publish was asked for.</summary>
    public int Locks { get; private set; }

    public Task OpenAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task CompleteAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken) => store.CompleteAbandonedAsync(now, cancellationToken);

    public Task WriteAsync(IReadOnlyList<StoreEntry> entries, DateTimeOffset now, CancellationToken cancellationToken) => store.WriteAsync(entries, now, cancellationToken);

    public Task<Conversation?> FindAsync(string externalId, CancellationToken cancellationToken) => store.FindAsync(externalId, cancellationToken);

    public Task<IReadOnlyList<string>> CompletedSinceAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken) => store.CompletedSinceAsync(since, limit, cancellationToken);

    public Task<IReadOnlyList<ConversationEvent>> EventsOfAsync(string externalId, CancellationToken cancellationToken) => store.EventsOfAsync(externalId, cancellationToken);

    public IAsyncEnumerable<StoredMessage> MessagesOfAsync(string externalId, int limit, CancellationToken cancellationToken) =>
        store.MessagesOfAsync(externalId, limit, cancellationToken);

    public async IAsyncEnumerable<StoredMessage> SpokenAsync(TimeRange spoken, DateTimeOffset createdUntil, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        await foreach (var message in store.SpokenAsync(spoken, createdUntil, cancellationToken))
        {
            BeforeRow(number++);
            cancellationToken.ThrowIfCancellationRequested();
            yield return message;
        }
    }

    public Task<MessageExtent?> ExtentAsync(TimeRange spoken, CancellationToken cancellationToken) => store.ExtentAsync(spoken, cancellationToken);

    public Task<IReadOnlyList<Core.Loss>> LatestLossesAsync(int limit, CancellationToken cancellationToken) => store.LatestLossesAsync(limit, cancellationToken);

    public Task<int> DeleteExpiredAsync(DateTimeOffset completedBefore, int limit, CancellationToken cancellationToken) =>
        store.DeleteExpiredAsync(completedBefore, limit, cancellationToken);

    public Task<int?> DeleteAsync(string externalId, CancellationToken cancellationToken) => store.DeleteAsync(externalId, cancellationToken);

    public Task<IAsyncDisposable?> TryLockPublicationAsync(CancellationToken cancellationToken)
    {
        Locks++;
        BeforeLock();
        return store.TryLockPublicationAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
