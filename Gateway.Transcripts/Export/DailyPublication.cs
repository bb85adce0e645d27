using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Transcripts.Export;

/// <summary>
/// Publishes when the day's hour has come, and at the start what was missed meanwhile. Of several nodes that share a store, the first to take the right to
/// publish does it; the others find it done.
/// </summary>
public sealed partial class DailyPublication : BackgroundService
{
    /// <summary>The clock may be set, a node with the right to publish may die, a disk may have been full: it is looked at again after this.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(5);

    private readonly ITranscriptStore _store;
    private readonly FeedPublisher _publisher;
    private readonly ExportOptions _options;
    private readonly TranscriptMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<DailyPublication> _logger;

    private volatile string? _trouble;
    private string? _toldCause;

    /// <param name="store">Gives the right to publish.</param>
    /// <param name="publisher">Writes the files.</param>
    /// <param name="options">When.</param>
    /// <param name="metrics">Counts what is published.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told what was published, and what keeps it from being.</param>
    public DailyPublication(
        ITranscriptStore store, FeedPublisher publisher, ExportOptions options, TranscriptMetrics metrics, TimeProvider time, ILogger<DailyPublication> logger)
    {
        _store = store;
        _publisher = publisher;
        _options = options;
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    /// <summary>What keeps files from being published, in words for an operator; null when nothing does.</summary>
    public string? Trouble => _trouble;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateOnly? done = null;
        try
        {
            while (true)
            {
                var due = _publisher.DueDate(_time.GetUtcNow());
                if (due != done && await TryPublishAsync(stoppingToken).ConfigureAwait(false))
                    done = due;
                await Task.Delay(UntilNextLook(), _time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private TimeSpan UntilNextLook()
    {
        var now = _time.GetUtcNow();
        var refresh = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + _options.RefreshAt;
        var untilRefresh = (refresh > now ? refresh : refresh.AddDays(1)) - now;
        return untilRefresh < LookAgain ? untilRefresh : LookAgain;
    }

    /// <returns>Whether everything that is due is published.</returns>
    private async Task<bool> TryPublishAsync(CancellationToken cancellationToken)
    {
        try
        {
            var right = await _store.TryLockPublicationAsync(cancellationToken).ConfigureAwait(false);
            if (right is null)
                return false;
            await using (right.ConfigureAwait(false))
            {
                await foreach (var (date, rows) in _publisher.PublishDueAsync(cancellationToken).ConfigureAwait(false))
                {
                    _metrics.Published(rows);
                    Log.Published(_logger, date, rows);
                }
            }

            _trouble = _toldCause = null;
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var cause = CauseOf(failure);
            if (_toldCause != cause)
                Log.PublicationFailed(_logger, failure.Message, LookAgain);
            (_toldCause, _trouble) = (cause, failure.Message);
            return false;
        }
    }

    /// <summary>What a disk complains about names a file that is called differently every time.</summary>
    private static string CauseOf(Exception failure) =>
        failure is IOException or UnauthorizedAccessException ? string.Create(CultureInfo.InvariantCulture, $"{failure.GetType()} {failure.HResult}") : failure.Message;

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Information, "The export files of {Date:yyyy-MM-dd} are published; they hold {Rows} utterances.")]
        public static partial void Published(ILogger logger, DateOnly date, long rows);

        [LoggerMessage(2102, LogLevel.Error,
            "Export files cannot be published: {Problem} Nothing is lost: what is due is tried again every {Pause}, from the transcripts in the store. This is said once until it changes.")]
        public static partial void PublicationFailed(ILogger logger, string problem, TimeSpan pause);
    }
}
