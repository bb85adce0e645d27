using Gateway.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Transcripts;

/// <summary>
/// The one that writes to the store: whatever has gathered while a write was under way goes into the next one (group commit). As a sink it returns when
/// the utterance is durable; when the store fails it stops waiting, keeps what comes for as long as there is room, and goes on trying. What it has to give
/// up is on the <see cref="LossLedger"/>.
/// </summary>
public sealed partial class StoreWriter : BackgroundService, IUtteranceSink, IConversationLog
{
    /// <summary>Entries in one transaction: enough for any rate, and short enough that nobody waits long behind it.</summary>
    private const int MaxBatch = 1000;

    /// <summary>More causes than these are not told one by one.</summary>
    private const int MaxTold = 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>How long a shutdown goes on trying to write.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(5);

    private readonly ITranscriptStore _store;
    private readonly LossLedger _ledger;
    private readonly TranscriptMetrics _metrics;
    private readonly TranscriptOptions _options;
    private readonly UlidSequence _ids;
    private readonly TimeProvider _time;
    private readonly ILogger<StoreWriter> _logger;
    private readonly StoreQueue _queue;
    private readonly CancellationTokenSource _giveUp = new();

    /// <summary>What has been told since the store last worked.</summary>
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    private volatile string? _trouble;
    private bool _open;

    internal StoreWriter(
        ITranscriptStore store, LossLedger ledger, TranscriptMetrics metrics, TranscriptOptions options, TimeProvider time, ILogger<StoreWriter> logger)
    {
        _store = store;
        _ledger = ledger;
        _metrics = metrics;
        _options = options;
        _ids = new UlidSequence(time);
        _time = time;
        _logger = logger;
        _queue = new StoreQueue(options.QueueCapacity);
    }

    /// <summary>What is wrong with the store, in words for an operator; null while it works.</summary>
    public string? Trouble => _trouble;

    /// <summary>Entries that wait, those being written included.</summary>
    public int Waiting => _queue.Count;

    /// <summary>
    /// Opens the store before anything is written. When it is only unavailable, the writer goes on trying once it has been started.
    /// </summary>
    /// <exception cref="StoreRefusedException">Somebody has to mend something first.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException unavailable)
        {
            Fail(unavailable.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask AcceptAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        var stored = EnqueueAsync(new MessageEntry(utterance));
        if (_trouble is not null)
            return;
        try
        {
            await stored.WaitAsync(_options.WriteTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if (stored.IsCompleted)
                return;
            Fail($"it has not answered for {_options.WriteTimeout.TotalSeconds:0.##} s (Gateway:Transcripts:WriteTimeout)");
            _queue.Release();
        }
    }

    /// <inheritdoc/>
    public void Record(ConversationEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _ = EnqueueAsync(new EventEntry(_ids.Next(), happened));
    }

    /// <summary>Writes what still waits, for 5 s at most; the rest goes to the ledger and to the log. A store that hangs is not waited for.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _queue.WhenEmptyAsync().WaitAsync(DrainLimit, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception patienceOver) when (patienceOver is TimeoutException or OperationCanceledException)
        {
        }

        await _giveUp.CancelAsync().ConfigureAwait(false);
        try
        {
            await base.StopAsync(CancellationToken.None).WaitAsync(DrainLimit, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
        }

        if (_queue.Close() is { Count: > 0 } left)
        {
            GiveUp(left);
            Log.ShutDownIncompletely(_logger, left.Count, Conversations(left));
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _queue.Dispose();
        _giveUp.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                var batch = await _queue.NextAsync(MaxBatch, _giveUp.Token).ConfigureAwait(false);
                try
                {
                    await WriteAsync(batch).ConfigureAwait(false);
                    pause = FirstPause;
                }
                catch (StoreUnavailableException unavailable)
                {
                    _metrics.Failed();
                    // In this order: whoever comes in between sees that there is nothing to wait for.
                    Fail(unavailable.Message);
                    _queue.Release();
                    await Task.Delay(pause, _time, _giveUp.Token).ConfigureAwait(false);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
            }
        }
        catch (OperationCanceledException) when (_giveUp.IsCancellationRequested)
        {
        }
    }

    private async Task WriteAsync(IReadOnlyList<StoreEntry> batch)
    {
        if (!_open)
            await PrepareAsync(_giveUp.Token).ConfigureAwait(false);
        var began = _time.GetTimestamp();
        var refused = new List<StoreEntry>();
        if (!await TryWriteAsync(batch).ConfigureAwait(false))
        {
            // One of them cannot be written at all. The others can, each alone.
            foreach (var entry in batch)
            {
                if (!await TryWriteAsync([entry]).ConfigureAwait(false))
                    refused.Add(entry);
            }
        }

        // Not before all have had their turn: when the store fails meanwhile, every one of them is tried again.
        GiveUp(refused);
        foreach (var entry in refused)
            Log.EntryFailed(_logger, entry.Id, entry.ExternalId);
        if (refused.Count < batch.Count)
            _metrics.Stored(batch.Count - refused.Count, _time.GetElapsedTime(began));
        _queue.Complete();
        if (Interlocked.Exchange(ref _trouble, null) is null)
            return;
        lock (_told)
            _told.Clear();
        Log.Recovered(_logger, _queue.Count);
    }

    /// <returns>False when the gateway itself is at fault.</returns>
    private async Task<bool> TryWriteAsync(IReadOnlyList<StoreEntry> entries)
    {
        try
        {
            await _store.WriteAsync(entries, _time.GetUtcNow(), _giveUp.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (fault is not StoreUnavailableException && !_giveUp.IsCancellationRequested)
        {
            Log.WriteFailed(_logger, fault, entries.Count);
            return false;
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _store.OpenAsync(cancellationToken).ConfigureAwait(false);
            await _store.CompleteAbandonedAsync(_time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            _ledger.Restore(await _store.LatestLossesAsync(LossLedger.Capacity, cancellationToken).ConfigureAwait(false));
            _open = true;
        }
        catch (Exception refused) when (refused is StoreRefusedException or UnreadableContentException)
        {
            // When the process runs already, and calls with it, it is as if the store could not be reached.
            throw _trouble is null ? new StoreRefusedException(refused.Message, refused) : new StoreUnavailableException(refused.Message, refused);
        }
    }

    private Task EnqueueAsync(StoreEntry entry)
    {
        var (stored, displaced) = _queue.Enqueue(entry);
        if (displaced is not null)
            GiveUp([displaced]);
        return stored;
    }

    private void Fail(string problem)
    {
        _trouble = problem;
        // Each cause once until the store works again: the second one may be the one to mend.
        bool isNew;
        lock (_told)
            isNew = _told.Count < MaxTold && _told.Add(problem);
        if (isNew)
            Log.StoreFails(_logger, problem.TrimEnd('.'), _options.QueueCapacity);
    }

    private void GiveUp(IReadOnlyList<StoreEntry> entries)
    {
        _metrics.NotStored(entries.Count);
        foreach (var entry in entries.OfType<MessageEntry>())
        {
            var utterance = entry.Utterance;
            _ledger.Lost(new Loss(utterance.Conversation, _time.GetUtcNow(), utterance.Id, utterance.Stream, LossReason.NotStored, null, _trouble));
        }
    }

    private static string Conversations(IReadOnlyList<StoreEntry> entries)
    {
        var names = entries.Select(entry => entry.ExternalId).Distinct(StringComparer.Ordinal).ToList();
        return names.Count <= 10 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(10))} and {names.Count - 10} more";
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Error,
            "Transcripts cannot be stored: {Problem}. Calls go on and utterances are posted to the webhook. Up to {Capacity} entries wait in memory and are stored when this has "
            + "been mended; beyond that the oldest are given up and listed by /undelivered on the management listener. This is said once until it changes.")]
        public static partial void StoreFails(ILogger logger, string problem, int capacity);

        [LoggerMessage(2002, LogLevel.Information, "Transcripts can be stored again; {Waiting} entries still wait.")]
        public static partial void Recovered(ILogger logger, int waiting);

        [LoggerMessage(2003, LogLevel.Error,
            "A fault in the gateway kept {Count} entries from being stored together; each is tried alone.")]
        public static partial void WriteFailed(ILogger logger, Exception fault, int count);

        [LoggerMessage(2004, LogLevel.Error, "Entry {Id} of conversation {ExternalId} cannot be stored and is given up.")]
        public static partial void EntryFailed(ILogger logger, Ulid id, string externalId);

        [LoggerMessage(2005, LogLevel.Error, "Shutting down with {Count} entries not stored; they are lost. They belong to {Conversations}.")]
        public static partial void ShutDownIncompletely(ILogger logger, int count, string conversations);
    }
}
