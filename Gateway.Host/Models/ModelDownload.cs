using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Gateway.Media.Recognition.Whisper;

namespace Gateway.Host.Models;

/// <summary>
/// Fetches one model. What has come lies in a file beside the target, and a later run goes on behind it; only a file whose hash is right gets the model's name.
/// </summary>
/// <param name="http">The client; its own time limit must not end a download of an hour.</param>
/// <param name="progress">Told how much there is of how much.</param>
/// <param name="time">The clock.</param>
internal sealed class ModelDownload(HttpClient http, DownloadProgress progress, TimeProvider time)
{
    /// <summary>A server that sends nothing for so long will not send anything any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int BufferBytes = 1 << 17;

    /// <summary>Fetches a model, from where the last attempt ended.</summary>
    /// <param name="model">What to fetch.</param>
    /// <param name="source">The directory that it is published in; ends in a slash.</param>
    /// <param name="target">Where to put it. The directory is there.</param>
    /// <param name="cancellationToken">Gives up; what has come is kept.</param>
    /// <exception cref="DownloadFailedException">It is not there; the message says why.</exception>
    /// <exception cref="IOException">The disk is full, or another process fetches the same model.</exception>
    public async Task FetchAsync(WhisperModel model, Uri source, string target, CancellationToken cancellationToken = default)
    {
        var part = new PartialFile(target);
        await using (var file = part.Open(model.Bytes))
        {
            // A connection that breaks is made again for as long as each one brings something.
            while (file.Length < model.Bytes)
            {
                var before = file.Length;
                try
                {
                    await ContinueAsync(model, new Uri(source, model.FileName), part, file, cancellationToken);
                }
                catch (Exception broken) when (broken is HttpRequestException or TimeoutException && file.Length > before)
                {
                    progress.Note($"The connection broke at {file.Length} bytes; going on from there.");
                }
                catch (Exception broken) when (broken is HttpRequestException or TimeoutException)
                {
                    throw new DownloadFailedException($"{source.Host} cannot be reached, or broke the connection: {broken.Message}", broken);
                }
            }

            progress.Verifying();
            file.Position = 0;
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
            if (hash != model.Sha256)
            {
                part.Delete();
                throw new DownloadFailedException(
                    $"What {source.Host} has sent is not the model {model.Name}: its SHA-256 is {hash} and should be {model.Sha256}. It has been removed.");
            }

            file.Flush(flushToDisk: true);
        }

        part.Complete();
    }

    /// <summary>Whether a file is the model, byte for byte.</summary>
    public static async Task<bool> IsIntactAsync(WhisperModel model, string file, CancellationToken cancellationToken = default)
    {
        await using var content = File.OpenRead(file);
        return content.Length == model.Bytes && Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) == model.Sha256;
    }

    private async Task ContinueAsync(WhisperModel model, Uri url, PartialFile part, FileStream file, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (file.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(file.Length, null);
            if (part.Version is { } version)
                request.Headers.IfRange = new RangeConditionHeaderValue(version);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = time.CreateTimer(_ => patience.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            Place(response, model, url, part, file);
            progress.Begin(file.Length, model.Bytes);
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            var buffer = new byte[BufferBytes];
            while (await ReadAsync(body, buffer, patience.Token) is > 0 and var read)
            {
                if (file.Length + read > model.Bytes)
                    throw NotTheModel(model, url, "more than");
                await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                progress.Reach(file.Length);
                timer.Change(Patience, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing has come for {Patience.TotalSeconds} s.");
        }

        if (file.Length < model.Bytes)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "the answer ended early.");
    }

    /// <summary>What goes wrong here is the network's fault, and not the disk's.</summary>
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException broken)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, broken.Message, broken);
        }
    }

    /// <summary>Looks at what the server is going to send, and where in the file that belongs.</summary>
    private static void Place(HttpResponseMessage response, WhisperModel model, Uri url, PartialFile part, FileStream file)
    {
        var range = response.Content.Headers.ContentRange;
        if (response.StatusCode == HttpStatusCode.PartialContent && range?.From == file.Length && (range.Length ?? model.Bytes) == model.Bytes)
            return;
        // The server knows no ranges, or has another file by now: from the beginning.
        file.SetLength(0);
        if (response.StatusCode is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
            throw NotTheModel(model, url, "other than");
        if (!response.IsSuccessStatusCode)
            throw new DownloadFailedException($"{url} was answered with {(int)response.StatusCode} ({response.ReasonPhrase}).");
        if (response.Content.Headers.ContentLength is { } length && length != model.Bytes)
            throw NotTheModel(model, url, $"{length} bytes instead of");
        part.Version = response.Headers.ETag is { IsWeak: false } tag ? tag : null;
    }

    private static DownloadFailedException NotTheModel(WhisperModel model, Uri url, string what) =>
        new($"{url} has {what} {model.Bytes} bytes: it is not the model {model.Name}.");
}
