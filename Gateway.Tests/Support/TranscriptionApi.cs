using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Support;

/// <summary>
/// A transcription server on loopback that answers as the public API does, unless a test says otherwise: it checks the key and the model, reads the form, and words its errors the same way.
/// </summary>
internal sealed class TranscriptionApi : IAsyncDisposable
{
    public const string Key = "sk-test-4eC39HqLyjWDarjtT1zdp7dc";

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<TranscriptionCall> _calls = new();
    private int _underWay;
    private int _mostUnderWay;

    private TranscriptionApi(PemPair? certificate, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(LoopbackServer.Shown(certificate));
        }));
        _server = builder.Build();
        _server.Run(TakeAsync);
    }

    /// <summary>What becomes of a request, the first one being 0, instead of the usual answer.</summary>
    public Func<int, HttpContext, Task>? Instead { get; set; }

    /// <summary>What is understood.</summary>
    public string Text { get; set; } = "Hello there.";

    /// <summary>For every segment.</summary>
    public double NoSpeechProbability { get; set; } = 0.01;

    public double MeanLogProbability { get; set; } = -0.2;

    /// <summary>The models whose answers have segments and words.</summary>
    public string VerboseModel { get; set; } = "whisper-1";

    /// <summary>A model that has nothing but text, and refuses to be asked for more.</summary>
    public string PlainModel { get; set; } = "gpt-4o-transcribe";

    public IReadOnlyList<TranscriptionCall> Calls => [.. _calls];

    /// <summary>The most requests that were under way at the same time.</summary>
    public int MostUnderWay => Volatile.Read(ref _mostUnderWay);

    public int UnderWay => Volatile.Read(ref _underWay);

    public Uri Endpoint => new(new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), "/v1");

    /// <param name="certificate">What it shows; null: plain HTTP.</param>
    /// <param name="port">Where it listens; 0: anywhere.</param>
    public static async Task<TranscriptionApi> StartAsync(PemPair? certificate = null, int port = 0)
    {
        var api = new TranscriptionApi(certificate, port);
        await api._server.StartAsync();
        return api;
    }

    public static Task RespondAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    /// <summary>An error in the API's words.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string code, string message, string type = "invalid_request_error") => RespondAsync(
        context, status, new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code } }.ToJsonString());

    public static Task FailAsync(HttpContext context) => RefuseAsync(context, 500, "server_error", "The server had an error while processing your request.", "server_error");

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    /// <summary>The usual answer.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var call = (TranscriptionCall)context.Items["call"]!;
        var key = call.Authorization?.Split(' ')[^1];
        if (call.Authorization != $"Bearer {Key}")
            await RefuseAsync(context, 401, "invalid_api_key", $"Incorrect API key provided: {key}. You can find your API key at https://platform.openai.com/account/api-keys.");
        else if (context.Request.Path != "/v1/audio/transcriptions" || context.Request.Method != "POST")
            await RefuseAsync(context, 404, "unknown_url", $"Invalid URL ({context.Request.Method} {context.Request.Path})");
        else if (call.Field("model") is var model && model != VerboseModel && model != PlainModel)
            await RefuseAsync(context, 404, "model_not_found", $"The model `{model}` does not exist or you do not have access to it.");
        else if (model == PlainModel && call.Field("response_format") != "json")
            await RefuseAsync(context, 400, "unsupported_value", $"response_format '{call.Field("response_format")}' is not compatible with model '{model}'. Use 'json' instead.");
        else
            await RespondAsync(context, 200, Transcription(call));
    }

    private async Task TakeAsync(HttpContext context)
    {
        var underWay = Interlocked.Increment(ref _underWay);
        for (var most = MostUnderWay; underWay > most && Interlocked.CompareExchange(ref _mostUnderWay, underWay, most) != most; most = MostUnderWay)
        {
        }

        try
        {
            var call = await TranscriptionCall.ReadAsync(context.Request);
            context.Items["call"] = call;
            _calls.Enqueue(call);
            await (Instead is { } instead ? instead(_calls.Count - 1, context) : AnswerAsync(context));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private string Transcription(TranscriptionCall call)
    {
        if (call.Field("response_format") == "json")
            return new JsonObject { ["text"] = Text }.ToJsonString();
        var seconds = call.Samples.Length / 8000.0;
        var spoken = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var answer = new JsonObject { ["task"] = "transcribe", ["language"] = "english", ["duration"] = seconds, ["text"] = Text };
        answer["segments"] = new JsonArray(new JsonObject
        {
            ["id"] = 0,
            ["seek"] = 0,
            ["start"] = 0.0,
            ["end"] = seconds,
            ["text"] = " " + Text,
            ["tokens"] = new JsonArray(50364, 2425),
            ["temperature"] = 0.0,
            ["avg_logprob"] = MeanLogProbability,
            ["compression_ratio"] = 0.9,
            ["no_speech_prob"] = NoSpeechProbability,
        });
        if (call.Fields["timestamp_granularities[]"].Contains("word"))
        {
            answer["words"] = new JsonArray([.. spoken.Select((word, i) => (JsonNode)new JsonObject
            {
                ["word"] = word.Trim('.', ',', '?', '!'), ["start"] = Math.Round(seconds * i / spoken.Length, 2), ["end"] = Math.Round(seconds * (i + 0.5) / spoken.Length, 2),
            })]);
        }

        return answer.ToJsonString();
    }
}

/// <summary>A request as it came.</summary>
/// <param name="Authorization">The header; null without one.</param>
/// <param name="ContentType">Of the whole body.</param>
/// <param name="Body">Every byte.</param>
/// <param name="Fields">The fields of the form.</param>
/// <param name="File">The audio file.</param>
internal sealed record TranscriptionCall(string? Authorization, string? ContentType, byte[] Body, ILookup<string, string> Fields, byte[] File)
{
    /// <summary>The samples behind the header of 44 bytes.</summary>
    public short[] Samples => [.. Enumerable.Range(0, (File.Length - 44) / 2).Select(i => BitConverter.ToInt16(File, 44 + (2 * i)))];

    public static async Task<TranscriptionCall> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        request.Body = new MemoryStream(body.ToArray());
        var form = await request.ReadFormAsync();
        using var file = new MemoryStream();
        if (form.Files.GetFile("file") is { } sent)
            await sent.CopyToAsync(file);
        var fields = form.SelectMany(field => field.Value.Select(value => (field.Key, Value: value ?? ""))).ToLookup(field => field.Key, field => field.Value);
        return new TranscriptionCall(request.Headers.Authorization, request.ContentType, body.ToArray(), fields, file.ToArray());
    }

    public string? Field(string name) => Fields[name].SingleOrDefault();
}
