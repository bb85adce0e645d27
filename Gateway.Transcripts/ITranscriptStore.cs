using Gateway.Core;

namespace Gateway.Transcripts;

/// <summary>
/// Where conversations are kept. Writing is done by one <see cref="StoreWriter"/>; everything else may be called concurrently with it and with
/// itself. Every member throws <see cref="StoreUnavailableException"/> when the disk or the database fails in a way that may pass.
/// </summary>
public interface ITranscriptStore : IAsyncDisposable
{
    /// <summary>
    /// Makes the store ready: creates or migrates its schema. To be called until it succeeds once, before anything else.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreRefusedException">Somebody has to mend something first; nothing has been changed.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Completes the conversations that an earlier run of this node left open. Only for a process that takes calls.</summary>
    /// <param name="now">Becomes the time of completion.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreRefusedException">This node is running already, as far as the store can tell.</exception>
    Task CompleteAbandonedAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Writes entries in one transaction. Writing the same again changes nothing. Durable when it returns.</summary>
    /// <param name="entries">In the order in which they came; at least one.</param>
    /// <param name="now">Becomes the messages' time of creation.</param>
    /// <param name="cancellationToken">Gives up; then it is unknown whether the entries were written.</param>
    Task WriteAsync(IReadOnlyList<StoreEntry> entries, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Where a conversation stands, or null when there is none. Needs no key.</summary>
    /// <param name="externalId">Its guid or external id; any text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Conversation?> FindAsync(string externalId, CancellationToken cancellationToken);

    /// <summary>The conversations of this node that have completed since a moment, the latest first: their external ids. Needs no key.</summary>
    /// <param name="since">The moment.</param>
    /// <param name="limit">The most conversations.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<string>> CompletedSinceAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken);

    /// <summary>What happened to a conversation, in order: when, id. Without such a conversation there is nothing.</summary>
    /// <param name="externalId">Its guid or external id; any text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnreadableContentException">Something was encrypted with a key that is not there.</exception>
    Task<IReadOnlyList<ConversationEvent>> EventsOfAsync(string externalId, CancellationToken cancellationToken);

    /// <summary>The first messages of a conversation in order: spoken, created, id (INF-35).</summary>
    /// <param name="externalId">Its guid or external id; without such a conversation there are no messages.</param>
    /// <param name="limit">The most messages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnreadableContentException">One was encrypted with a key that is not there.</exception>
    IAsyncEnumerable<StoredMessage> MessagesOfAsync(string externalId, int limit, CancellationToken cancellationToken);

    /// <summary>All messages of a span of time in order: spoken, created, id. Read as they are consumed, never held together.</summary>
    /// <param name="spoken">When they were spoken.</param>
    /// <param name="createdUntil">Messages created later are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnreadableContentException">One was encrypted with a key that is not there.</exception>
    IAsyncEnumerable<StoredMessage> SpokenAsync(TimeRange spoken, DateTimeOffset createdUntil, CancellationToken cancellationToken);

    /// <summary>When the earliest of the messages of a span of time was spoken, and when the latest was created; null when there are none.</summary>
    /// <param name="spoken">When they were spoken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<MessageExtent?> ExtentAsync(TimeRange spoken, CancellationToken cancellationToken);

    /// <summary>The latest losses of this node, oldest first.</summary>
    /// <param name="limit">The most losses.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Loss>> LatestLossesAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes some of what belongs to conversations that were completed before a moment, in one short transaction.
    /// </summary>
    /// <param name="completedBefore">A conversation that never completed counts as completed <see cref="Conversation.LongestSpan"/> after its last start.</param>
    /// <param name="limit">About how many rows to delete at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many rows were deleted; 0 when none are left.</returns>
    Task<int> DeleteExpiredAsync(DateTimeOffset completedBefore, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes a conversation and everything that belongs to it.</summary>
    /// <param name="externalId">Its guid or external id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many messages were deleted; null when there is no such conversation.</returns>
    Task<int?> DeleteAsync(string externalId, CancellationToken cancellationToken);

    /// <summary>Takes the right to publish, which one process has at a time among all that share the store.</summary>
    /// <returns>To be disposed when done; null while another process has it.</returns>
    Task<IAsyncDisposable?> TryLockPublicationAsync(CancellationToken cancellationToken);
}
