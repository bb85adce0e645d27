using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Gateway.Tests.Support;

/// <summary>An HTTP server with one file, which it sends whole or from somewhere on, and now and then not to its end.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly List<(long? From, string? Version)> _asked;
    private Uri? _url;

    private ModelServer(byte[] content, List<(long? From, string? Version)> asked)
    {
        Content = content;
        _asked = asked;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public byte[] Content { get; set; }

    /// <summary>The entity tag; null for none.</summary>
    public string? Version { get; set; } = "\"1\"";

    public bool KnowsRanges { get; set; } = true;

    public bool TellsLength { get; set; } = true;

    public int Status { get; set; } = 200;

    /// <summary>After how many bytes the next answers break off; then they are whole.</summary>
    public int[] CutAfter { get; set; } = [];

    /// <summary>To be waited for before it breaks off, with where the answer began: what is on its way is lost with the connection.</summary>
    public Func<long, Task> BeforeCut { get; set; } = static _ => Task.CompletedTask;

    public Uri Url => _url!;

    public static async Task<ModelServer> StartAsync(byte[] content, List<(long? From, string? Version)> asked)
    {
        var server = new ModelServer(content, asked);
        await server._server.StartAsync();
        server._url = new Uri(server._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/models/");
        return server;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request.GetTypedHeaders();
        var from = request.Range?.Ranges.Single().From;
        var version = request.IfRange?.EntityTag?.ToString();
        _asked.Add((from, version));
        var response = context.Response;
        response.StatusCode = Status;
        if (Status != 200)
            return;
        if (Version is not null)
            response.Headers.ETag = Version;
        var start = from is { } wanted && KnowsRanges && (version is null || version == Version) ? (int)wanted : 0;
        if (start > 0)
        {
            response.StatusCode = 206;
            response.GetTypedHeaders().ContentRange = new ContentRangeHeaderValue(start, Content.Length - 1, Content.Length);
        }

        if (TellsLength)
            response.ContentLength = Content.Length - start;
        var end = Content.Length;
        if (CutAfter is [var cut, .. var later])
            (CutAfter, end) = (later, Math.Min(end, start + cut));
        await response.Body.WriteAsync(Content.AsMemory(start..end));
        await response.Body.FlushAsync();
        if (end == Content.Length)
            return;
        if (end > start)
            await BeforeCut(start);
        context.Abort();
    }
}
