using System.Globalization;
using Gateway.Host.Security;
using Gateway.Transcripts.Export;

namespace Gateway.Host.Endpoints;

/// <summary>The seven <c>POST /fileexporter/v1/static/*</c> (api.md 6).</summary>
internal sealed class FileExporterEndpoints(FeedFolder folder, ExportOptions options, DownloadLink links, PublicOrigin origin)
{
    private IReadOnlyList<string> Feeds => options.Utterances.Enabled ? [FeedFolder.Feed] : [];

    public Task ListFeedsAsync(HttpContext context) => AnswerAsync(context, 0, (answer, _) => answer with { Feeds = Feeds });

    public Task ListVersionsAsync(HttpContext context) => AnswerAsync(context, 1, (answer, _) => answer with { Versions = [FeedFolder.Version] });

    public Task ListFormatsAsync(HttpContext context) => AnswerAsync(context, 2, (answer, _) => answer with { Formats = [.. FeedFormat.All.Select(format => format.Name)] });

    public Task ListDatesAsync(HttpContext context) => AnswerAsync(context, 3, (answer, _) => answer with { Dates = [.. folder.Dates().Select(DateText)] });

    public Task ListIntervalsAsync(HttpContext context) => AnswerAsync(context, 4, (answer, files) => answer with
    {
        Intervals = [.. files.Select(file => file.Interval).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    });

    public Task ListFilesAsync(HttpContext context) => AnswerAsync(context, 4, (answer, files) => answer with
    {
        Files = [.. files.Select(file => file.Name).Order(StringComparer.Ordinal)],
    });

    public Task GetFileAsync(HttpContext context) => AnswerAsync(context, 5, (answer, _) => answer with
    {
        Url = origin.HttpsOrigin(context.Request) + links.Issue(ApiKeyFilter.CallerOf(context).Id, answer.Format!, answer.Date!, answer.FileName!),
    });

    /// <param name="context">The request.</param>
    /// <param name="needed">How many of feed, version, format, date and file name must be there.</param>
    /// <param name="complete">Adds what was asked for; gets the files that the request selects.</param>
    private async Task AnswerAsync(HttpContext context, int needed, Func<FeedResponse, IReadOnlyList<PublishedFile>, FeedResponse> complete)
    {
        // Reads the disk, which the thread that the network wakes must not wait for.
        await Task.Yield();
        var request = new FeedRequest(null, null, null, null, null, null, null);
        var error = default(ApiError);
        if (needed > 0 || !await RequestBody.IsEmptyAsync(context))
        {
            var (body, mistake) = await RequestBody.ReadAsync(context, ApiJson.Default.FeedRequest, _ => ApiError.BadField);
            (request, error) = (body ?? request, mistake);
        }

        var asked = Bare(request);
        if (needed >= 4)
            AuditTrail.Tells(context, string.Join(' ', new[] { asked.Date, asked.Interval, asked.FileName }.OfType<string>()));
        IReadOnlyList<PublishedFile> files = [];
        error ??= Missing(asked, needed) ?? Unknown(asked, needed, out files);
        if (error is not null)
        {
            await error.WriteAsync(context);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(complete(asked, files), ApiJson.Readable.FeedResponse);
    }

    private static FeedResponse Bare(FeedRequest request) => new(
        Bare(request.Feed, "feed="),
        Bare(request.Version, "version="),
        Bare(request.Format, "format="),
        Bare(request.Date, "dt="),
        request.Interval is { Length: > 0 } interval ? "hr=" + Bare(interval, "hr=") : null,
        request.FileName ?? request.File);

    private static string? Bare(string? value, string prefix) => value?.StartsWith(prefix, StringComparison.Ordinal) == true ? value[prefix.Length..] : value;

    private static ApiError? Missing(FeedResponse asked, int needed)
    {
        (string Name, string? Value)[] members =
            [("feed", asked.Feed), ("version", asked.Version), ("format", asked.Format), ("date", asked.Date), ("fileName", asked.FileName)];
        return members.Take(needed).Select(member => Identifiers.Mistake(ApiError.BadField, "/" + member.Name, member.Value)).FirstOrDefault(mistake => mistake is not null);
    }

    /// <summary>What there is none of (INF-41). Looked up in lists; nothing that a client says becomes part of a path.</summary>
    private ApiError? Unknown(FeedResponse asked, int needed, out IReadOnlyList<PublishedFile> files)
    {
        files = [];
        if (needed >= 1 && !Feeds.Contains(asked.Feed!, StringComparer.Ordinal))
            return ApiError.NotFound.Because("There is no such feed, or it is not enabled");
        if (needed >= 2 && asked.Version != FeedFolder.Version)
            return ApiError.NotFound.Because("There is no such version of the feed");
        if (needed >= 3 && FeedFormat.All.All(format => format.Name != asked.Format))
            return ApiError.NotFound.Because("There is no such format of the feed");
        if (needed < 4)
            return null;
        if (!TryParseDate(asked.Date!, out var date))
            return ApiError.BadField.Because("/date must be a date such as 2022-06-27");
        if (folder.Find(date) is not { } manifest)
            return ApiError.NotFound.Because("There are no files of that date (yet)");
        if (asked.Interval is { } interval && !Enumerable.Range(0, 24).Any(hour => interval == string.Create(CultureInfo.InvariantCulture, $"hr={hour:00}")))
            return ApiError.NotFound.Because("There is no such interval; intervals are hours, hr=00 to hr=23");
        files = [.. manifest.Files.Where(file => file.Format == asked.Format && (asked.Interval is null || file.Interval == asked.Interval))];
        return needed >= 5 && files.All(file => file.Name != asked.FileName) ? ApiError.NotFound.Because("There is no such file") : null;
    }

    internal static bool TryParseDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static string DateText(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
