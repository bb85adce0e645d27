using Gateway.Transcripts.Export;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Transcripts;

/// <summary>
/// Deletes conversations and export files whose time is over: the only part of the running gateway that deletes. Works in small steps with pauses, so that
/// whoever writes meanwhile hardly notices.
/// </summary>
internal sealed partial class Retention : BackgroundService
{
    /// <summary>Rows of one step: short enough that a writer does not wait noticeably.</summary>
    public const int StepRows = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly ITranscriptStore _store;
    private readonly FeedPublisher _publisher;
    private readonly TranscriptOptions _options;
    private readonly TranscriptMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<Retention> _logger;

    private string? _trouble;

    public Retention(
        ITranscriptStore store, FeedPublisher publisher, TranscriptOptions options, TranscriptMetrics metrics, TimeProvider time, ILogger<Retention> logger)
    {
        _store = store;
        _publisher = publisher;
        _options = options;
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    /// <summary>Deletes everything whose time is over.</summary>
    public async Task DeleteExpiredAsync(CancellationToken cancellationToken)
    {
        // Files first, which takes a moment: many rows may take until the next publication. Rows go whatever becomes of the files.
        try
        {
            await DeleteFilesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await DeleteRowsAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DeleteRowsAsync(CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - _options.Retention;
        var total = 0L;
        while (true)
        {
            var began = _time.GetTimestamp();
            var deleted = await _store.DeleteExpiredAsync(before, StepRows, cancellationToken).ConfigureAwait(false);
            if (deleted == 0)
                break;
            total += deleted;
            _metrics.Deleted(deleted);
            // A step takes a fifth of the time: the rest belongs to the writers.
            await Task.Delay(4 * _time.GetElapsedTime(began), _time, cancellationToken).ConfigureAwait(false);
        }

        if (total > 0)
            Log.Deleted(_logger, total, _options.Retention);
    }

    private async Task DeleteFilesAsync(CancellationToken cancellationToken)
    {
        // While files are being published or purged they stay until the next round.
        if (_publisher.Expired().Count == 0 || await _store.TryLockPublicationAsync(cancellationToken).ConfigureAwait(false) is not { } right)
            return;
        await using (right.ConfigureAwait(false))
        {
            foreach (var date in _publisher.DeleteExpired())
                Log.DateDeleted(_logger, date);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            // Not at once: after a long downtime what has been missed is published first.
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                await TryDeleteExpiredAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task TryDeleteExpiredAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DeleteExpiredAsync(cancellationToken).ConfigureAwait(false);
            _trouble = null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (_trouble != failure.Message)
                Log.DeletionFailed(_logger, failure.Message.TrimEnd('.'), Interval);
            _trouble = failure.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Information, "{Rows} rows of conversations were deleted that had been complete for {Retention} (Gateway:Transcripts:Retention).")]
        public static partial void Deleted(ILogger logger, long rows, TimeSpan retention);

        [LoggerMessage(2202, LogLevel.Information, "The export files of {Date:yyyy-MM-dd} were deleted: their time is over (Gateway:Export:Utterances:Retention).")]
        public static partial void DateDeleted(ILogger logger, DateOnly date);

        [LoggerMessage(2203, LogLevel.Error,
            "Transcripts whose time is over cannot be deleted: {Problem}. It is tried again every {Pause}. This is said once until it changes.")]
        public static partial void DeletionFailed(ILogger logger, string problem, TimeSpan pause);
    }
}
