using System.Globalization;
using System.Text.Json;
using Gateway.Host.Endpoints;
using Gateway.Host.Operations;

namespace Gateway.Host.Security;

/// <summary>
/// The audit log: one JSON line for each action, one file for each day (UTC), only ever appended to. Depends on nothing but the disk. Several processes may
/// write the same files. Safe for concurrent use.
/// </summary>
internal sealed partial class AuditTrail : IDisposable
{
    private const string FilePrefix = "audit-";
    private const string FileSuffix = ".jsonl";
    private const string DayFormat = "yyyy-MM-dd";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>How late files may be deleted: by the wall clock, which may be set while a timer runs.</summary>
    private static readonly TimeSpan NewDayCheck = TimeSpan.FromHours(1);

    private static readonly object ConversationItem = new();
    private static readonly object DetailItem = new();

    private readonly string _directory;
    private readonly TimeSpan _retention;
    private readonly string _node;
    private readonly AuditMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditTrail> _logger;
    private readonly ITimer _timer;
    private DateOnly _clearedOn;

    /// <summary>Entries that could not be written since the last one that was.</summary>
    private long _missing;

    /// <summary>Makes the directory, and deletes what is too old.</summary>
    /// <param name="directory">Where the files are.</param>
    /// <param name="retention">How long entries are kept.</param>
    /// <param name="node">This node's name.</param>
    /// <param name="metrics">Counts entries.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told when entries cannot be written.</param>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be made, or not be written to.</exception>
    public AuditTrail(string directory, TimeSpan retention, string node, AuditMetrics metrics, TimeProvider time, ILogger<AuditTrail> logger)
    {
        _directory = Path.GetFullPath(directory);
        _retention = retention;
        _node = node;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        Directory.CreateDirectory(_directory, OwnerOnly);
        TryToday();
        DeleteOld();
        _timer = time.CreateTimer(_ => DeleteOld(), null, NewDayCheck, NewDayCheck);
    }

    /// <summary>Leaves with a request which conversation it concerns, for its entry.</summary>
    /// <param name="context">The request.</param>
    /// <param name="conversation">The external id as it was asked for, right or wrong; null: none.</param>
    public static void Concerns(HttpContext context, string? conversation) => context.Items[ConversationItem] = string.IsNullOrEmpty(conversation) ? null : conversation;

    /// <summary>Leaves with a request what else its entry shall tell; never a text, a secret or a participant's id.</summary>
    /// <param name="context">The request.</param>
    /// <param name="detail">A few words, such as the name of an export file.</param>
    public static void Tells(HttpContext context, string detail) => context.Items[DetailItem] = detail;

    /// <summary>The conversation that a request concerns, or null.</summary>
    public static string? ConversationOf(HttpContext context) => (string?)context.Items[ConversationItem];

    /// <summary>What else a request's entry shall tell, or null.</summary>
    public static string? DetailOf(HttpContext context) => (string?)context.Items[DetailItem];

    /// <summary>Writes one entry. It is in the file when this returns, and outlives the process. Blocks while the disk does.</summary>
    /// <returns>False when it could not be written; the log tells why.</returns>
    public bool Append(AuditedAction action)
    {
        var now = _time.GetUtcNow();
        var line = new AuditLine(
            ApiTime.Text(now), _node, action.Who, action.From, action.Operation, action.Conversation, action.Detail, action.Status, action.Code, action.RequestId);
        var file = FileOf(DayOf(now));
        try
        {
            // Somebody may have cleared it away; an entry in a new directory is better than none.
            Directory.CreateDirectory(_directory, OwnerOnly);
            AppendOnlyFile.AppendLine(file, [.. JsonSerializer.SerializeToUtf8Bytes(line, AuditJson.Default.AuditLine), (byte)'\n']);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _metrics.Failed();
            if (Interlocked.Increment(ref _missing) == 1)
                Log.CannotWrite(_logger, file, failure.Message);
            return false;
        }

        _metrics.Written();
        if (Volatile.Read(ref _missing) > 0 && Interlocked.Exchange(ref _missing, 0) is > 0 and var missing)
            Log.WritesAgain(_logger, file, missing);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private string FileOf(DateOnly day) => Path.Combine(_directory, FilePrefix + day.ToString(DayFormat, CultureInfo.InvariantCulture) + FileSuffix);

    /// <summary>A directory that this user may not write to is found at the start; a disk that is full is no reason not to start.</summary>
    private void TryToday()
    {
        try
        {
            AppendOnlyFile.Open(FileOf(DayOf(_time.GetUtcNow()))).Dispose();
        }
        catch (IOException)
        {
            // The first entry will tell.
        }
    }

    /// <summary>Deletes the files of days whose last moment is too long ago, once a day.</summary>
    private void DeleteOld()
    {
        var now = _time.GetUtcNow();
        if (DayOf(now) == _clearedOn)
            return;
        _clearedOn = DayOf(now);
        try
        {
            foreach (var file in Directory.EnumerateFiles(_directory, FilePrefix + "*" + FileSuffix).Where(file => IsOver(file, now - _retention)))
                Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.CannotDelete(_logger, _directory, failure.Message);
        }
    }

    /// <summary>One that cannot be deleted keeps no others.</summary>
    private void Delete(string file)
    {
        try
        {
            File.Delete(file);
            Log.Deleted(_logger, file, _retention);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.CannotDelete(_logger, file, failure.Message);
        }
    }

    /// <summary>Whether a file is one of ours, and ends before <paramref name="limit"/>.</summary>
    private static bool IsOver(string file, DateTimeOffset limit) =>
        DateOnly.TryParseExact(
            Path.GetFileName(file)[FilePrefix.Length..^FileSuffix.Length], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) <= limit.UtcDateTime;

    private static partial class Log
    {
        [LoggerMessage(4301, LogLevel.Error,
            "The audit log cannot be written to {File}: {Problem}. Requests go on, and are missing in it. Make room on the disk, or let the gateway's user write to the directory "
            + "(Gateway:Audit:Directory). This is said once until it changes.")]
        public static partial void CannotWrite(ILogger logger, string file, string problem);

        [LoggerMessage(4302, LogLevel.Warning, "The audit log can be written again, to {File}; {Missing} entries are missing in it.")]
        public static partial void WritesAgain(ILogger logger, string file, long missing);

        [LoggerMessage(4303, LogLevel.Information, "{File} of the audit log was deleted: it is older than {Retention} (Gateway:Audit:Retention).")]
        public static partial void Deleted(ILogger logger, string file, TimeSpan retention);

        [LoggerMessage(4304, LogLevel.Error,
            "What is too old in the audit log cannot be deleted: {Path}: {Problem}. Let the gateway's user write to the directory (Gateway:Audit:Directory); it is tried again "
            + "tomorrow.")]
        public static partial void CannotDelete(ILogger logger, string path, string problem);
    }
}
