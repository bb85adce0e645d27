using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Gateway.Host.CustomVocabulary;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Host.Endpoints;

/// <summary>The body of <c>POST custom-vocabularies</c> (api.md 8.6).</summary>
/// <param name="Phrase">As it is wanted in transcripts, at most 100 characters.</param>
/// <param name="SoundsLike">How it is pronounced, in words: at most five of at most 40 characters each.</param>
internal sealed record CustomVocabularyRequest(string? Phrase, IReadOnlyList<string?>? SoundsLike);

/// <summary>One page of phrases.</summary>
/// <param name="CustomVocabularies">In the order of their ids: those that the gateway gave follow the times at which phrases were added.</param>
/// <param name="NextCursor">Leads to the next page; absent on the last one.</param>
/// <param name="PrevCursor">Leads to the page before; absent on the first one.</param>
internal sealed record CustomVocabulariesResponse(IReadOnlyList<CustomVocabularyEntry> CustomVocabularies, string? NextCursor, string? PrevCursor);

/// <summary>Nothing to be said.</summary>
internal sealed record EmptyResponse;

/// <summary><c>/configuration/v1/custom-vocabularies</c>: phrases that everybody is recognised with (api.md 8.6).</summary>
internal sealed class CustomVocabularyEndpoints(VocabularyFile file)
{
    private const int UsualLimit = 20;
    private const int MaxLimit = 100;

    public Task ListAsync(HttpContext context)
    {
        var limit = UsualLimit;
        var said = context.Request.Query["limit"].ToString();
        if (said.Length > 0 && !(int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
            return ApiError.BadField.Because($"/limit must be a number from 1 to {MaxLimit}").WriteAsync(context);
        if (!TryRead(context.Request.Query["cursor"].ToString(), out var first))
            return ApiError.BadField.Because("/cursor is none of those that were handed out").WriteAsync(context);

        // By id, whatever the order of the file, a page keeps its place when phrases come and go, the one that it began with included.
        IReadOnlyList<CustomVocabularyEntry> entries = [.. file.Entries.OrderBy(entry => entry.Id, StringComparer.Ordinal)];
        var before = first is null ? 0 : entries.TakeWhile(entry => string.CompareOrdinal(entry.Id, first) < 0).Count();
        IReadOnlyList<CustomVocabularyEntry> page = [.. entries.Skip(before).Take(limit)];
        var next = entries.ElementAtOrDefault(before + page.Count)?.Id;
        var previous = before > 0 ? entries[Math.Max(0, before - limit)].Id : null;
        return context.Response.WriteAsJsonAsync(new CustomVocabulariesResponse(page, Cursor(next), Cursor(previous)), ApiJson.Readable.CustomVocabulariesResponse);
    }

    public Task FindAsync(HttpContext context) => file.Entries.FirstOrDefault(entry => entry.Id == IdOf(context)) is { } found
        ? context.Response.WriteAsJsonAsync(found, ApiJson.Readable.CustomVocabularyEntry)
        : NotFound.WriteAsync(context);

    public async Task AddAsync(HttpContext context)
    {
        var (body, error) = await RequestBody.ReadAsync(context, ApiJson.Default.CustomVocabularyRequest, _ => ApiError.BadField);
        error ??= Mistake(body!);
        if (error is not null)
        {
            await error.WriteAsync(context);
            return;
        }

        // Writes to the disk, which the thread that the network wakes must not wait for.
        await Task.Yield();
        var (added, refusal) = file.Add(body!.Phrase!, [.. body.SoundsLike!.OfType<string>()]);
        if (refusal is not null)
        {
            await ErrorOf(refusal).WriteAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsJsonAsync(added!, ApiJson.Readable.CustomVocabularyEntry);
    }

    public async Task RemoveAsync(HttpContext context)
    {
        await Task.Yield();
        if (file.Remove(IdOf(context)) is { } refusal)
            await ErrorOf(refusal).WriteAsync(context);
        else
            await context.Response.WriteAsJsonAsync(new EmptyResponse(), ApiJson.Default.EmptyResponse);
    }

    private static ApiError NotFound => ApiError.NotFound.Because("There is no custom vocabulary with that id");

    private static ApiError? Mistake(CustomVocabularyRequest body)
    {
        if (string.IsNullOrEmpty(body.Phrase))
            return ApiError.BadField.Because("/phrase is missing");
        return body.SoundsLike is null || body.SoundsLike.Contains(null) ? ApiError.BadField.Because("/soundsLike is missing, or not a list of texts") : null;
    }

    private static ApiError ErrorOf(VocabularyRefusal refusal) => (refusal.Kind switch
    {
        VocabularyRefusalKind.BeyondLimit => ApiError.Unusable,
        VocabularyRefusalKind.AlreadyThere => ApiError.Conflict,
        VocabularyRefusalKind.NotThere => ApiError.NotFound,
        VocabularyRefusalKind.FileUnusable => ApiError.Unavailable,
        _ => ApiError.BadField,
    }).Because(refusal.Message);

    /// <summary>The last part of the target as it was sent: the framework leaves some characters of ids written by hand escaped, a slash for one.</summary>
    private static string IdOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?')[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }

    private static string? Cursor(string? id) => id is null ? null : Base64Url.EncodeToString(Encoding.ASCII.GetBytes(id));

    /// <param name="cursor">What a client brings back; empty: the first page.</param>
    /// <param name="first">The id that its page begins with; null: the first one.</param>
    private static bool TryRead(string cursor, out string? first)
    {
        first = null;
        if (cursor.Length == 0)
            return true;
        if (!Base64Url.IsValid(cursor))
            return false;
        // Other than ASCII, Latin-1 leaves no byte that is not a character, nor turns one into a question mark.
        first = Encoding.Latin1.GetString(Base64Url.DecodeFromChars(cursor));
        return VocabularyList.IsId(first);
    }
}
