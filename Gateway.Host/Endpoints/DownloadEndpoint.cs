using System.IO.Compression;
using Gateway.Host.Security;
using Gateway.Transcripts.Export;
using Microsoft.Net.Http.Headers;

namespace Gateway.Host.Endpoints;

/// <summary>Where export files are fetched with a signed link and without API headers (INF-42).</summary>
internal sealed class DownloadEndpoint(FeedFolder folder, ExportOptions options)
{
    public async Task AnswerAsync(HttpContext context, string format, string date, string fileName)
    {
        // Reads the disk, which the thread that the network wakes must not wait for.
        await Task.Yield();
        AuditTrail.Tells(context, fileName);
        if (Find(format, date, fileName) is not var (manifest, file) || Open(manifest, file) is not { } content)
        {
            await ApiError.NotFound.Because("The file is no longer there").WriteAsync(context);
            return;
        }

        await using (content)
            await SendAsync(context, manifest, file, content);
    }

    private (Manifest Manifest, PublishedFile File)? Find(string format, string date, string fileName) =>
        options.Utterances.Enabled && FileExporterEndpoints.TryParseDate(date, out var day) && folder.Find(day) is { } manifest
        && manifest.Files.FirstOrDefault(file => file.Format == format && file.Name == fileName) is { } file
            ? (manifest, file)
            : null;

    /// <summary>Null when it has just been deleted.</summary>
    private FileStream? Open(Manifest manifest, PublishedFile file)
    {
        try
        {
            return new FileStream(folder.PathOf(manifest, file), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static async Task SendAsync(HttpContext context, Manifest manifest, PublishedFile file, FileStream content)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept-Encoding";
        var contentType = FeedFormat.All.First(format => format.Name == file.Format).ContentType;
        if (WantsGzip(context.Request))
        {
            response.ContentType = contentType;
            response.Headers.ContentEncoding = "gzip";
            if (HttpMethods.IsHead(context.Request.Method))
                return;
            await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
            await content.CopyToAsync(gzip, context.RequestAborted);
            return;
        }

        // RFC 9530: of the whole file, whichever range of it is sent. What is compressed has another digest, known only in the end.
        response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(file.Sha256))}:";
        // ASP.NET does not look at the unit of a range, and would take all of them for bytes.
        var inBytes = context.Request.GetTypedHeaders().Range is not { } range || range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase);
        await TypedResults.File(content, contentType, file.Name, manifest.PublishedAt, new EntityTagHeaderValue($"\"{file.Sha256}\""), inBytes).ExecuteAsync(context);
    }

    /// <summary>A range is one of the file itself, so it is sent as it is.</summary>
    private static bool WantsGzip(HttpRequest request) =>
        request.Headers.Range.Count == 0
        && request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality != 0);
}
