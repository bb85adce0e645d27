using System.Text.Json.Serialization;
using Gateway.Host.CustomVocabulary;

namespace Gateway.Host.Endpoints;

/// <summary>One way in which a request fails: HTTP status, the API's own code, and the default text (api.md 1.3, 3.6).</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Status and subcode, as clients match it.</param>
/// <param name="Message">What is said when there is nothing more concrete to say.</param>
internal sealed record ApiError(int Status, string Code, string Message)
{
    public static readonly ApiError BadRequest = new(400, "400-01", "Bad request");
    public static readonly ApiError BadField = new(400, "400-03", "Bad request");
    public static readonly ApiError BadGatewayParameter = new(400, "400-201", "Bad request");
    public static readonly ApiError BadTranscriptionParameter = new(400, "400-202", "Bad request");
    public static readonly ApiError NoSuchCall = new(400, "400-203", "There is no call with that guid, or its media has not arrived");
    public static readonly ApiError Unauthorized = new(401, "401-01", "Unauthorized");
    public static readonly ApiError Forbidden = new(403, "403-01", "Forbidden Response");
    public static readonly ApiError NotFound = new(404, "404-01", "Not Found");
    public static readonly ApiError MethodNotAllowed = new(405, "405-01", "Method Not Allowed");
    public static readonly ApiError Conflict = new(409, "409-01", "Conflict");
    public static readonly ApiError Unusable = new(422, "422-01", "Unprocessable Entity");
    public static readonly ApiError AlreadyStarted = new(409, "409-201", "Transcription of this call is already started");
    public static readonly ApiError AlreadyStopped = new(409, "409-201", "Transcription of this call is already stopped");
    public static readonly ApiError RequestPending = new(409, "409-202", "Another request for this call is being processed");
    public static readonly ApiError TooLarge = new(413, "413-01", "Request Entity Too Large: a body has at most 1 MiB");
    public static readonly ApiError TooManyRequests = new(429, "429-01", "Too Many Requests");
    public static readonly ApiError Internal = new(500, "500-01", "Internal server error");
    public static readonly ApiError Unavailable = new(503, "503-01", "Service Unavailable");

    /// <summary>Where the code is left for the audit log.</summary>
    private static readonly object CodeItem = new();

    /// <summary>The code that a request was answered with; null when it did not fail.</summary>
    public static string? CodeOf(HttpContext context) => (string?)context.Items[CodeItem];

    /// <summary>The same failure, told concretely.</summary>
    public ApiError Because(string message) => this with { Message = message };

    /// <summary>The failure that fits a bare HTTP status.</summary>
    public static ApiError Of(int status) => status switch
    {
        401 => Unauthorized,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => TooLarge,
        429 => TooManyRequests,
        503 => Unavailable,
        >= 500 => Internal,
        _ => BadRequest with { Status = status, Code = $"{status}-01" },
    };

    /// <summary>Writes the envelope of api.md 1.3.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Items[CodeItem] = Code;
        // An answer without a body: what was announced would never come.
        if (HttpMethods.IsHead(context.Request.Method))
            return Task.CompletedTask;
        return context.Response.WriteAsJsonAsync(new ErrorEnvelope(new ErrorBody(context.TraceIdentifier, Message, Code)), ApiJson.Default.ErrorEnvelope);
    }
}

/// <summary>What every failed request answers (api.md 1.3).</summary>
/// <param name="Error">The failure.</param>
internal sealed record ErrorEnvelope(ErrorBody Error);

/// <summary>The failure itself.</summary>
/// <param name="RequestId">UUID of the request; also in the header <c>X-Request-Id</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Code">For programs: HTTP status and subcode.</param>
internal sealed record ErrorBody(string RequestId, string Message, string Code);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    // The documentation's own samples end in a comma, and clients copy them (INF-06).
    AllowTrailingCommas = true,
    ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip)]
[JsonSerializable(typeof(ErrorEnvelope))]
[JsonSerializable(typeof(StreamUrlResponse))]
[JsonSerializable(typeof(DirectUrlRequest))]
[JsonSerializable(typeof(StartStreamingRequest))]
[JsonSerializable(typeof(StopStreamingRequest))]
[JsonSerializable(typeof(StreamingResponse))]
[JsonSerializable(typeof(MessagesRequest))]
[JsonSerializable(typeof(MessagesResponse))]
[JsonSerializable(typeof(FeedRequest))]
[JsonSerializable(typeof(FeedResponse))]
[JsonSerializable(typeof(CustomVocabularyRequest))]
[JsonSerializable(typeof(CustomVocabulariesResponse))]
[JsonSerializable(typeof(CustomVocabularyEntry))]
[JsonSerializable(typeof(EmptyResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(ReadinessResponse))]
[JsonSerializable(typeof(UndeliveredResponse))]
[JsonSerializable(typeof(ConversationResponse))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>For what people copy from a terminal: no more is escaped than JSON needs. The answers never stand inside HTML.</summary>
    public static ApiJson Readable =>
        field ??= new(new System.Text.Json.JsonSerializerOptions(Default.Options) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
