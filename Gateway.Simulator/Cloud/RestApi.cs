using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Core;
using Microsoft.AspNetCore.Http;

namespace Gateway.Simulator.Cloud;

/// <summary>
/// Twilio's REST API (2010-04-01) as far as calls and their streams go. Paths are compared letter by letter, and a path without
/// <c>.json</c> is answered in XML, as Twilio does.
/// </summary>
/// <param name="options">The account.</param>
/// <param name="find">Finds a call; null if there is none.</param>
/// <param name="time">Dates what it answers.</param>
internal sealed class RestApi(CloudOptions options, Func<CallSid, CloudCall?> find, TimeProvider time)
{
    private readonly string _root = $"/2010-04-01/Accounts/{options.AccountSid}/Calls/";
    private readonly string _credentials =
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.AuthToken.Reveal()}"));

    /// <summary>The call that a path is about; null if it names none.</summary>
    public CallSid? CallOf(string path) =>
        path.StartsWith(_root, StringComparison.Ordinal) && CallSid.TryParse(path[_root.Length..].Split('/', '.')[0], out var sid) ? sid : null;

    /// <summary>Does what a request asks for, and answers.</summary>
    public async Task ServeAsync(HttpContext context, RestRequest request)
    {
        try
        {
            if (context.Request.Headers.Authorization != _credentials)
                throw new RestRefusedException(401, 20003, "Authenticate");
            await DoAsync(context, request);
        }
        catch (RestRefusedException refused)
        {
            await RefuseAsync(context, refused);
        }
    }

    /// <summary>Answers with an error.</summary>
    public static Task RefuseAsync(HttpContext context, RestRefusedException refused)
    {
        if (context.Request.Path.Value!.EndsWith(".json", StringComparison.Ordinal))
            return WriteAsync(
                context,
                refused.Status,
                new ErrorResource(refused.Code, refused.Message, $"https://www.twilio.com/docs/errors/{refused.Code}", refused.Status),
                CloudJson.Default.ErrorResource);
        context.Response.StatusCode = refused.Status;
        context.Response.ContentType = "application/xml";
        return context.Response.WriteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><RestException><Code>{refused.Code}</Code><Status>{refused.Status}</Status></RestException></TwilioResponse>"));
    }

    private async Task DoAsync(HttpContext context, RestRequest request)
    {
        if (request.Call is not { } sid || find(sid) is not { } call || !request.Path.EndsWith(".json", StringComparison.Ordinal))
            throw RestRefusedException.NotFound(request.Path);
        var post = request.Method == "POST" ? true : request.Method == "GET" ? false : throw NotAllowed();
        var rest = request.Path[(_root.Length + sid.ToString().Length)..^".json".Length];
        switch (rest.Split('/'))
        {
            case [""]:
                if (post)
                    await ChangeAsync(call, request);
                await WriteAsync(context, 200, Show(call), CloudJson.Default.CallResource);
                break;
            case ["", "Streams"] when post:
                var started = call.StartStream(StreamOrder.Read(request.Form));
                await WriteAsync(context, 201, Show(call, started, "in-progress"), CloudJson.Default.StreamResource);
                break;
            case ["", "Streams", var name] when post:
                if (request.Form.GetValueOrDefault("Status") != "stopped")
                    throw new RestRefusedException(400, 20001, "Invalid parameter Status");
                var stopped = call.StopStream(Uri.UnescapeDataString(name)) ?? throw RestRefusedException.NotFound(request.Path);
                await WriteAsync(context, 200, Show(call, stopped, "stopped"), CloudJson.Default.StreamResource);
                break;
            case ["", "Streams"] or ["", "Streams", _]:
                throw NotAllowed();
            default:
                throw RestRefusedException.NotFound(request.Path);
        }

        static RestRefusedException NotAllowed() => new(405, 20004, "Method not allowed");
    }

    private static Task ChangeAsync(CloudCall call, RestRequest request)
    {
        if (call.Status == "completed")
            throw new RestRefusedException(400, 21220, "Call is not in-progress. Cannot redirect.");
        if (request.Form.GetValueOrDefault("Status") != "completed")
            throw new RestRefusedException(400, 21218, "Invalid parameters: only Status=completed is played here");
        _ = call.HangUpAsync();
        return Task.CompletedTask;
    }

    private CallResource Show(CloudCall call) => new(
        call.Sid.ToString(), options.AccountSid, "+15550101", "+15550100", call.Status, "inbound", "2010-04-01", $"{_root}{call.Sid}.json");

    private StreamResource Show(CloudCall call, CloudStream stream, string status) => new(
        stream.Sid.ToString(),
        options.AccountSid,
        call.Sid.ToString(),
        stream.Order.Name,
        status,
        time.GetUtcNow().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture),
        $"{_root}{call.Sid}/Streams/{stream.Sid}.json");

    private static Task WriteAsync<T>(HttpContext context, int status, T resource, JsonTypeInfo<T> type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(resource, type));
    }
}
