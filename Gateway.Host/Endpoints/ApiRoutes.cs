using Gateway.Host.CustomVocabulary;
using Gateway.Host.Operations;
using Gateway.Host.Recovery;
using Gateway.Host.Security;

namespace Gateway.Host.Endpoints;

/// <summary>Which path leads where. ASP.NET ignores one trailing slash by itself (INF-07).</summary>
internal static class ApiRoutes
{
    public static void Map(WebApplication app)
    {
        var services = app.Services;
        var url = services.GetRequiredService<StreamUrlEndpoint>();
        var streaming = services.GetRequiredService<StreamingEndpoints>();
        var health = services.GetRequiredService<HealthEndpoints>();
        var media = services.GetRequiredService<MediaStreamEndpoint>();

        var gateway = app.MapGroup("/mg-autotranscribe/v1").Guarded(services, Product.AutoTranscribe).WithTags("Media gateway");
        gateway.MapGet("/twilio-media-stream-url", (Delegate)url.AnswerAsync)
            .WithName("getTwilioMediaStreamUrl").WithSummary("A WebSocket URL for the TwiML, good for five minutes")
            .Produces<StreamUrlResponse>().Fails(401, 403, 404, 429, 500, 503);
        gateway.MapPost("/start-streaming", (Delegate)streaming.StartAsync)
            .WithName("startStreaming").WithSummary("Starts, or resumes, the transcription of a call")
            .Accepts<StartStreamingRequest>("application/json", "*/*").Produces<StreamingResponse>().Fails(400, 401, 403, 404, 409, 413, 422, 429, 500, 503);
        gateway.MapPost("/stop-streaming", (Delegate)streaming.StopAsync)
            .WithName("stopStreaming").WithSummary("Stops, or pauses, the transcription of a call and sums it up")
            .Accepts<StopStreamingRequest>("application/json", "*/*").Produces<StreamingResponse>().Fails(400, 401, 403, 404, 409, 413, 422, 429, 500, 503);

        app.MapGroup("/autotranscribe/v1").Guarded(services, Product.AutoTranscribe).WithTags("Direct streams")
            .MapPost("/streaming-url", (Delegate)services.GetRequiredService<DirectUrlEndpoint>().AnswerAsync)
            .WithName("getStreamingUrl").WithSummary("A WebSocket URL for sending audio directly, good for five minutes")
            .Accepts<DirectUrlRequest>("application/json", "*/*").Produces<StreamUrlResponse>().Fails(400, 401, 403, 404, 413, 422, 429, 500, 503);

        app.MapGroup("/conversation/v1").Guarded(services, Product.AutoTranscribe).WithTags("Conversations")
            .MapGet("/conversation/messages", (Delegate)services.GetRequiredService<MessagesEndpoint>().AnswerAsync)
            .WithName("getMessages").WithSummary("What was said in a conversation, until seven days after it was completed")
            .WithDescription("The id stands in the query parameter externalId, or in the body: {\"externalId\": \"...\"}.")
            .Produces<MessagesResponse>().Fails(400, 401, 403, 404, 413, 429, 500, 503);
        MapConfiguration(app, services);
        MapFileExporter(app, services);

        app.MapGroup("/v1").Guarded(services, product: null, audited: false).WithTags("Health").MapGet("/health", (Delegate)health.HealthAsync)
            .WithName("getHealth").WithSummary("Whether the gateway works")
            .Produces<HealthResponse>().Fails(401, 429, 500, 503);

        app.MapGet(MediaStreamEndpoint.Path + "/{token?}", media.AcceptAsync).ExcludeFromDescription();
        app.MapGet(DirectStreamEndpoint.Path, services.GetRequiredService<DirectStreamEndpoint>().AcceptAsync).ExcludeFromDescription();
        app.MapTwilio();
        app.MapOpenApi("/openapi/{documentName}.json").ExcludeFromDescription();
    }

    private static void MapConfiguration(WebApplication app, IServiceProvider services)
    {
        const string One = "/{customVocabularyId}";
        var vocabularies = services.GetRequiredService<CustomVocabularyEndpoints>();
        var group = app.MapGroup("/configuration/v1/custom-vocabularies").Guarded(services, Product.AutoTranscribe).WithTags("Configuration");
        group.MapGet("", (Delegate)vocabularies.ListAsync).WithName("listCustomVocabularies").WithSummary("The phrases that everybody is recognised with, page by page")
            .WithDescription("limit: 1 to 100, 20 when missing; cursor: from the page before or after.")
            .Produces<CustomVocabulariesResponse>().Fails(400, 401, 403, 429, 500, 503);
        group.MapPost("", (Delegate)vocabularies.AddAsync).WithName("createCustomVocabulary").WithSummary("Adds a phrase; it is recognised in utterances that begin afterwards")
            .Accepts<CustomVocabularyRequest>("application/json", "*/*").Produces<CustomVocabularyEntry>(201).Fails(400, 401, 403, 409, 413, 422, 429, 500, 503);
        group.MapGet(One, (Delegate)vocabularies.FindAsync).WithName("getCustomVocabulary").WithSummary("One phrase")
            .Produces<CustomVocabularyEntry>().Fails(401, 403, 404, 429, 500, 503);
        group.MapDelete(One, (Delegate)vocabularies.RemoveAsync).WithName("deleteCustomVocabulary").WithSummary("Removes a phrase")
            .Produces<EmptyResponse>().Fails(401, 403, 404, 429, 500, 503);
    }

    private static void MapFileExporter(WebApplication app, IServiceProvider services)
    {
        var exporter = services.GetRequiredService<FileExporterEndpoints>();
        var files = app.MapGroup("/fileexporter/v1/static").Guarded(services, Product.FileExporter).WithTags("File exporter");
        Map("listfeeds", exporter.ListFeedsAsync, "listFeeds", "The feeds that are enabled");
        Map("listfeedversions", exporter.ListVersionsAsync, "listFeedVersions", "The versions of a feed");
        Map("listfeedformats", exporter.ListFormatsAsync, "listFeedFormats", "The formats of a feed");
        Map("listfeeddates", exporter.ListDatesAsync, "listFeedDates", "The dates for which there are files");
        Map("listfeedintervals", exporter.ListIntervalsAsync, "listFeedIntervals", "The hours of a date");
        Map("listfeedfiles", exporter.ListFilesAsync, "listFeedFiles", "The files of a date, or of one of its hours");
        Map("getfeedfile", exporter.GetFileAsync, "getFeedFile", "A link to a file, good for some minutes");
        app.MapMethods(DownloadLink.Path + "/{format}/{date}/{fileName}", [HttpMethods.Get, HttpMethods.Head], services.GetRequiredService<DownloadEndpoint>().AnswerAsync)
            .AddEndpointFilter(Audit(services))
            .AddEndpointFilter(new DownloadLinkFilter(services.GetRequiredService<DownloadLink>(), services.GetRequiredService<ApiKeyRing>()))
            .WithName("downloadFeedFile").ExcludeFromDescription();

        void Map(string path, Func<HttpContext, Task> answer, string name, string summary) => files.MapPost(path, (Delegate)answer)
            .WithName(name).WithSummary(summary)
            .Accepts<FeedRequest>("application/json", "*/*").Produces<FeedResponse>().Fails(400, 401, 403, 404, 413, 422, 429, 500, 503);
    }

    /// <summary>Lets only right keys in, and writes every request to the audit log but where <paramref name="audited"/> is false.</summary>
    public static RouteGroupBuilder Guarded(this RouteGroupBuilder group, IServiceProvider services, Product? product, bool audited = true)
    {
        // The first filter is the outermost: a refusal is an outcome, too.
        if (audited)
            group.AddEndpointFilter(Audit(services));
        return group.AddEndpointFilter(new ApiKeyFilter(services.GetRequiredService<ApiKeyRing>(), services.GetRequiredService<RequestRate>(), product));
    }

    private static AuditFilter Audit(IServiceProvider services) => new(services.GetRequiredService<AuditTrail>(), services.GetRequiredService<RepeatedWarning>());

    private static void Fails(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
            route.Produces<ErrorEnvelope>(status);
    }
}
