using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gateway.Transcripts.Export;

/// <summary>
/// Writes the files of a date. Only one publisher may be at work at a time: whoever writes or deletes holds the store's right to publish.
/// </summary>
public sealed class FeedPublisher
{
    /// <summary>
    /// Younger utterances wait for the next publication: a transaction that is under way may still bring older ones, and clocks of nodes differ a little.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private static readonly int ExternalIdIndex = UtteranceFeed.Columns.ToList().IndexOf(UtteranceFeed.ExternalIdColumn);

    private readonly ITranscriptStore _store;
    private readonly FeedFolder _folder;
    private readonly ExportOptions _options;
    private readonly TimeProvider _time;

    /// <param name="store">Where the utterances are.</param>
    /// <param name="folder">Where the files go.</param>
    /// <param name="options">What stands in them.</param>
    /// <param name="time">The clock.</param>
    public FeedPublisher(ITranscriptStore store, FeedFolder folder, ExportOptions options, TimeProvider time)
    {
        _store = store;
        _folder = folder;
        _options = options;
        _time = time;
    }

    /// <summary>
    /// Publishes whatever is due: dates that were missed, and dates for which utterances came later (INF-43). A date may be published again as long as its
    /// files are kept.
    /// </summary>
    /// <returns>The dates published and how many utterances each has, as they are done.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    /// <exception cref="InvalidDataException">A manifest is damaged; everything else was published.</exception>
    public async IAsyncEnumerable<(DateOnly Date, long Rows)> PublishDueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _folder.DeleteLeftovers();
        var now = _time.GetUtcNow();
        var last = DueDate(now);
        var published = _folder.Dates();
        if (await FirstDateAsync(published, last, now, cancellationToken).ConfigureAwait(false) is not { } first)
            yield break;
        InvalidDataException? damage = null;
        for (var date = first; date <= last; date = date.AddDays(1))
        {
            var isDue = false;
            try
            {
                isDue = _folder.Find(date) is not { } manifest || await HasLaterAsync(manifest, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException damaged)
            {
                // The other dates do not wait for somebody to look at this one.
                damage = damaged;
            }

            if (isDue)
                yield return (date, await PublishAsync(date, cancellationToken).ConfigureAwait(false));
        }

        if (damage is not null)
            throw damage;
    }

    /// <summary>The last date that is to be published at a moment.</summary>
    public DateOnly DueDate(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime - _options.RefreshAt).AddDays(-1);

    /// <summary>The published dates whose time is over. Anybody may ask.</summary>
    public IReadOnlyList<DateOnly> Expired()
    {
        var now = _time.GetUtcNow();
        return [.. _folder.Dates().Where(date => !IsKept(date, now))];
    }

    /// <summary>Deletes the files of dates whose time is over.</summary>
    /// <returns>The dates.</returns>
    public IReadOnlyList<DateOnly> DeleteExpired()
    {
        var expired = Expired();
        foreach (var date in expired)
            _folder.Delete(date);
        return expired;
    }

    /// <summary>
    /// Takes a conversation out of all files: dates that have it are published again without it, from the files themselves. A date that cannot be read does not
    /// keep the others.
    /// </summary>
    /// <returns>How many utterances were taken out, and what is wrong with dates that may still hold it.</returns>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public async Task<(long Removed, IReadOnlyList<string> Problems)> RemoveAsync(string externalId, CancellationToken cancellationToken)
    {
        // They may hold it, too.
        _folder.DeleteLeftovers();
        var removed = 0L;
        var problems = new List<string>();
        foreach (var date in _folder.Dates())
        {
            try
            {
                if (_folder.Find(date) is { } manifest)
                    removed += await RemoveAsync(manifest, externalId, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception damage) when (damage is InvalidDataException or JsonException or FileNotFoundException or DirectoryNotFoundException)
            {
                problems.Add($"{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {damage.Message}");
            }
        }

        return (removed, problems);
    }

    private async Task<long> RemoveAsync(Manifest manifest, string externalId, CancellationToken cancellationToken)
    {
        var found = RowsOf(manifest).LongCount(row => Belongs(row.Row, externalId));
        if (found > 0)
        {
            var rows = RowsOf(manifest).Where(row => !Belongs(row.Row, externalId)).ToAsyncEnumerable();
            await WriteAsync(manifest.Date, manifest.CreatedUntil, rows, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    private static bool Belongs(object?[] row, string externalId) => externalId.Equals(row[ExternalIdIndex]);

    private bool IsKept(DateOnly date, DateTimeOffset now) => TimeRange.Of(date).To + _options.Utterances.Retention > now;

    /// <summary>The earliest date that may have to be published; null when nothing has ever been said.</summary>
    private async Task<DateOnly?> FirstDateAsync(IReadOnlyList<DateOnly> published, DateOnly last, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var oldestKept = DateOnly.FromDateTime((now - _options.Utterances.Retention).UtcDateTime);
        if (!IsKept(oldestKept, now))
            oldestKept = oldestKept.AddDays(1);
        if (published.Count > 0 && published[0] <= oldestKept)
            return oldestKept;
        var kept = new TimeRange(TimeRange.Of(oldestKept).From, TimeRange.Of(last).To);
        var said = kept.From < kept.To ? await _store.ExtentAsync(kept, cancellationToken).ConfigureAwait(false) : null;
        DateOnly? earliest = said is { } extent ? DateOnly.FromDateTime(extent.EarliestSpoken.UtcDateTime) : null;
        return published.Count > 0 && (earliest is null || published[0] < earliest) ? published[0] : earliest;
    }

    /// <summary>Whether there are utterances that the files lack. A clock that ran ahead made files that claim more than they can know.</summary>
    private async Task<bool> HasLaterAsync(Manifest manifest, CancellationToken cancellationToken) =>
        manifest.CreatedUntil > _time.GetUtcNow()
        || await _store.ExtentAsync(TimeRange.Of(manifest.Date), cancellationToken).ConfigureAwait(false) is { } extent
        && extent.LatestCreated > manifest.CreatedUntil;

    private Task<long> PublishAsync(DateOnly date, CancellationToken cancellationToken)
    {
        var createdUntil = _time.GetUtcNow() - Settling;
        var rows = _store.SpokenAsync(TimeRange.Of(date), createdUntil, cancellationToken)
            .Select(message => (message.Utterance.SpokenAt.UtcDateTime.Hour, UtteranceFeed.Row(message, _options.CompanyName)));
        return WriteAsync(date, createdUntil, rows, cancellationToken);
    }

    /// <param name="date">The date.</param>
    /// <param name="createdUntil">What the rows go up to.</param>
    /// <param name="rows">Rows with the hour they belong to, in order.</param>
    /// <param name="cancellationToken">Gives up; nothing changes for readers.</param>
    private async Task<long> WriteAsync(DateOnly date, DateTimeOffset createdUntil, IAsyncEnumerable<(int Hour, object?[] Row)> rows, CancellationToken cancellationToken)
    {
        var published = _time.GetUtcNow();
        // The time is for people. A clock that was set back must not lead into a folder that is there.
        var generation = string.Create(CultureInfo.InvariantCulture, $"{published.UtcDateTime:yyyyMMdd'T'HHmmss}-{Guid.NewGuid():N}");
        var files = new List<PublishedFile>();
        var open = new List<ExportFile>();
        var hour = -1;
        try
        {
            await foreach (var (rowHour, row) in rows.ConfigureAwait(false))
            {
                if (rowHour != hour)
                {
                    await CompleteAsync().ConfigureAwait(false);
                    hour = rowHour;
                    open.AddRange(FeedFormat.All.Select(format => Create(date, generation, format, rowHour)));
                }

                foreach (var file in open)
                    await file.WriteAsync(row, cancellationToken).ConfigureAwait(false);
            }

            await CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            foreach (var file in open)
                await file.DisposeAsync().ConfigureAwait(false);
        }

        _folder.Publish(new Manifest(date, generation, published, createdUntil, [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)]));
        return files.Where(file => file.Format == FeedFormat.JsonLines.Name).Sum(file => file.Rows);

        async Task CompleteAsync()
        {
            foreach (var file in open)
            {
                files.Add(await file.CompleteAsync(cancellationToken).ConfigureAwait(false));
                await file.DisposeAsync().ConfigureAwait(false);
            }

            open.Clear();
        }
    }

    private ExportFile Create(DateOnly date, string generation, FeedFormat format, int hour)
    {
        var hours = hour.ToString("00", CultureInfo.InvariantCulture);
        var name = $"{FeedFolder.Feed}_{date.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}_{hours}.{format.Name}";
        return new ExportFile(_folder.Prepare(date, generation, format), name, format, "hr=" + hours);
    }

    /// <summary>The rows as they stand in the files.</summary>
    private IEnumerable<(int Hour, object?[] Row)> RowsOf(Manifest manifest) =>
        from file in manifest.Files
        where file.Format == FeedFormat.JsonLines.Name
        let hour = int.Parse(file.Interval.AsSpan(3), CultureInfo.InvariantCulture)
        from line in File.ReadLines(_folder.PathOf(manifest, file))
        select (hour, Row(line));

    private static object?[] Row(string line)
    {
        using var json = JsonDocument.Parse(line);
        return [.. UtteranceFeed.Columns.Select(column => !json.RootElement.TryGetProperty(column, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => value.GetString(),
            _ => (object?)null,
        })];
    }
}
