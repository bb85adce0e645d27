using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Host.Endpoints;

/// <summary>Reads request bodies as tolerantly as the API promises (INF-05, INF-06).</summary>
internal static class RequestBody
{
    /// <summary>As tolerant as <see cref="ApiJson"/>, which reads the same text again.</summary>
    private static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Whether nothing comes, also from a client that announces a body and sends none.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger than 1 MiB.</exception>
    public static async Task<bool> IsEmptyAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
            return true;
        var body = context.Request.BodyReader;
        var beginning = await body.ReadAsync(context.RequestAborted);
        var isEmpty = beginning.IsCompleted && beginning.Buffer.IsEmpty;
        body.AdvanceTo(beginning.Buffer.Start);
        return isEmpty;
    }

    /// <summary>Reads a JSON object.</summary>
    /// <returns>The object, or why there is none. A member of the wrong type has the code that <paramref name="errorAt"/> gives its
    /// path.</returns>
    /// <exception cref="BadHttpRequestException">The body is larger than 1 MiB.</exception>
    public static async Task<(T? Body, ApiError? Error)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, Func<string, ApiError> errorAt)
        where T : class
    {
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(context.Request.Body, Tolerant, context.RequestAborted);
        }
        catch (JsonException)
        {
            return (null, ApiError.BadRequest.Because("The body is not JSON"));
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (null, ApiError.BadRequest.Because("The body must be a JSON object"));
            try
            {
                return (document.Deserialize(type), null);
            }
            catch (JsonException failure)
            {
                var pointer = (failure.Path ?? "$").Replace("$", "", StringComparison.Ordinal).Replace('.', '/');
                return (null, errorAt(pointer).Because($"{pointer} is of the wrong type or not one of the allowed values"));
            }
        }
    }
}
