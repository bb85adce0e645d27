using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Gateway.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Simulator.Webhook;

/// <summary>The customer's webhook target: an HTTPS server that keeps every transcript and answers as told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TranscriptLog> _byCall = new();
    private readonly RequiredSecret? _secret;
    private readonly TimeProvider _time;
    private readonly WebApplication _server;
    private volatile WebhookAnswer _answer = WebhookAnswer.Ok;
    private int _unauthorized;
    private int _malformed;
    private int _connections;

    private WebhookReceiver(IPEndPoint endpoint, ReceiverCertificate certificate, RequiredSecret? secret, HttpProtocols protocols, TimeProvider time)
    {
        _secret = secret;
        _time = time;
        Transcripts = new TranscriptLog(time);

        // An empty builder reads no configuration and logs nothing: the environment must not change what a test sees.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(endpoint, listen =>
        {
            listen.Protocols = protocols;
            listen.Use(next => connection =>
            {
                Interlocked.Increment(ref _connections);
                return next(connection);
            });
            listen.UseHttps(certificate.Server);
        }));
        _server = builder.Build();
        _server.Run(ReceiveAsync);
    }

    /// <summary>Everything that has arrived with the right secret.</summary>
    public TranscriptLog Transcripts { get; }

    /// <summary>How the following requests are answered.</summary>
    public WebhookAnswer Answer
    {
        get => _answer;
        set => _answer = value;
    }

    /// <summary>Answers single transcripts differently: null, or what it returns unless that is null.</summary>
    public Func<ReceivedTranscript, WebhookAnswer?>? Choose { get; set; }

    /// <summary>Requests refused with 401 because the secret was missing or wrong.</summary>
    public int Unauthorized => _unauthorized;

    /// <summary>Requests refused with 400 or 405 because they were no transcripts.</summary>
    public int Malformed => _malformed;

    /// <summary>Connections that have been made.</summary>
    public int Connections => _connections;

    /// <summary>Where to post to, on whatever port was taken.</summary>
    public Uri Url => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts a receiver.</summary>
    /// <param name="endpoint">Where to listen; port 0 takes a free one.</param>
    /// <param name="certificate">What to show; must outlive the receiver.</param>
    /// <param name="secret">What to demand; null demands nothing.</param>
    /// <param name="time">Stamps arrivals. The same clock that the streams use makes latencies comparable.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <param name="protocols">The versions of HTTP that it speaks.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<WebhookReceiver> StartAsync(
        IPEndPoint endpoint,
        ReceiverCertificate certificate,
        RequiredSecret? secret,
        TimeProvider time,
        CancellationToken cancellationToken,
        HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var receiver = new WebhookReceiver(endpoint, certificate, secret, protocols, time);
        await receiver._server.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>What has arrived for one call.</summary>
    public TranscriptLog Of(CallSid call) => Of(call.ToString());

    /// <summary>Stops listening.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private TranscriptLog Of(string conversation) => _byCall.GetOrAdd(conversation, static (_, time) => new TranscriptLog(time), _time);

    private async Task ReceiveAsync(HttpContext context)
    {
        if (_secret is not null && !_secret.IsIn(context.Request))
        {
            Interlocked.Increment(ref _unauthorized);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            Interlocked.Increment(ref _malformed);
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var json = await reader.ReadToEndAsync(context.RequestAborted);
        var (arrivedAt, at) = (_time.GetTimestamp(), _time.GetUtcNow());
        if (Parse(json) is not { } message)
        {
            Interlocked.Increment(ref _malformed);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var headers = context.Request.Headers
            .ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var transcript = new ReceivedTranscript(arrivedAt, at, message, json, context.Request.GetEncodedPathAndQuery(), headers);
        Of(message.ExternalConversationId).Add(transcript);
        Transcripts.Add(transcript);

        var answer = Choose?.Invoke(transcript) ?? TakeAnswer();
        try
        {
            await answer.Gate.WaitAsync(context.RequestAborted);
            await AnswerWriter.WriteAsync(context, answer, transcript, _time);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has had enough.
        }
    }

    private WebhookAnswer TakeAnswer()
    {
        var answer = _answer;
        if (answer.Once && Interlocked.CompareExchange(ref _answer, WebhookAnswer.Ok, answer) != answer)
            return _answer;
        return answer;
    }

    private static TranscriptMessage? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, WebhookJson.Default.TranscriptMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
