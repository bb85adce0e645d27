using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Host;
using Gateway.Media.Twilio;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Support;

/// <summary>A request as it arrived.</summary>
internal sealed record ApiRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>
/// Twilio's REST API as far as streams and calls go, over HTTPS on loopback: credentials, paths, error bodies and throttling as its documentation has
/// them. Keeps what it was sent.
/// </summary>
internal sealed class TwilioApi : IAsyncDisposable
{
    public const string AuthToken = "0123456789abcdef0123456789abcdef";
    public const string ApiKeySecret = "an API key's secret: \u00fc";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-twilio-api-").FullName;
    private readonly PrivateAuthority _authority;
    private readonly Lock _lock = new();
    private readonly List<ApiRequest> _requests = [];
    private readonly Dictionary<string, string> _streams = [];
    private LoopbackServer? _server;

    private TwilioApi() => _authority = new PrivateAuthority(_folder, "twilio");

    public static string AccountSid { get; } = $"AC{1:D32}";

    public static string ApiKeySid { get; } = $"SK{4:D32}";

    /// <summary>The only call that there is, unless it knows every one.</summary>
    public static string CallSid { get; } = $"CA{2:D32}";

    /// <summary>Whether every other call is there as well.</summary>
    public bool KnowsEveryCall { get; init; }

    /// <summary>The calls' state.</summary>
    public string CallStatus { get; set; } = "in-progress";

    /// <summary>What becomes of a request, once it has been read and kept, instead of the usual; null: the usual.</summary>
    public RequestDelegate? Fault { get; set; }

    public Uri Origin => _server!.Url;

    /// <summary>The certificate that its own is issued by.</summary>
    public string CaFile => _authority.File;

    public IReadOnlyList<ApiRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    public static async Task<TwilioApi> StartAsync(bool knowsEveryCall = false)
    {
        var api = new TwilioApi { KnowsEveryCall = knowsEveryCall };
        api._server = await LoopbackServer.StartAsync(api._authority.IssueServer("127.0.0.1"), api.AnswerAsync);
        return api;
    }

    /// <summary>Answers with an error as Twilio writes it.</summary>
    public static Task RefuseAsync(HttpContext context, int status, int code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new { code, message, more_info = $"https://www.twilio.com/docs/errors/{code}", status }));
    }

    /// <summary>How the gateway is configured to ask it.</summary>
    public TwilioOptions Options(bool apiKey = false, string authToken = AuthToken, TimeSpan? timeout = null, TimeSpan? connectTimeout = null, Uri? origin = null) => new()
    {
        AccountSid = AccountSid,
        AuthToken = new(authToken),
        ApiKeySid = apiKey ? ApiKeySid : null,
        ApiKeySecret = apiKey ? new(ApiKeySecret) : null,
        ApiBaseUrl = origin ?? Origin,
        ApiCaFile = CaFile,
        ApiTimeout = timeout ?? TimeSpan.FromSeconds(30),
        ApiConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(10),
    };

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.ASCII);
        var target = context.Request.Path.Value + context.Request.QueryString;
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        var request = new ApiRequest(context.Request.Method, target, headers, await reader.ReadToEndAsync());
        lock (_lock)
            _requests.Add(request);
        await (Fault?.Invoke(context) ?? ServeAsync(context, request));
    }

    private Task ServeAsync(HttpContext context, ApiRequest request)
    {
        string[] credentials = [$"{AccountSid}:{AuthToken}", $"{ApiKeySid}:{ApiKeySecret}"];
        if (!credentials.Any(pair => request.Headers["authorization"] == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))))
            return RefuseAsync(context, 401, 20003, "Authenticate");
        var asked = request.Target.Split('/').ElementAtOrDefault(5)?.Split('.')[0];
        var call = $"/2010-04-01/Accounts/{AccountSid}/Calls/{(KnowsEveryCall ? asked : CallSid)}";
        var form = TwilioForm.Parse(request.Body).ToLookup(parameter => parameter.Key, parameter => parameter.Value);
        return (request.Method, request.Target) switch
        {
            ("GET", var path) when path == call + ".json" =>
                WriteAsync(context, 200, new { sid = call[(call.LastIndexOf('/') + 1)..], account_sid = AccountSid, status = CallStatus, answered_by = (string?)null, to = "+15550100" }),
            ("POST", var path) when path == call + "/Streams.json" => CreateAsync(context, call, form),
            ("POST", var path) when path.StartsWith(call + "/Streams/", StringComparison.Ordinal) && form["Status"].SequenceEqual(["stopped"]) => StopAsync(context, call, path),
            _ => RefuseAsync(context, 404, 20404, $"The requested resource {request.Target} was not found"),
        };
    }

    private Task CreateAsync(HttpContext context, string call, ILookup<string, string> form)
    {
        if (CallStatus != "in-progress")
            return RefuseAsync(context, 400, 21220, "Unable to create record: Call is not in-progress. Cannot redirect.");
        if (form["Url"].SingleOrDefault()?.StartsWith("wss://", StringComparison.Ordinal) != true)
            return RefuseAsync(context, 400, 31922, $"Url scheme not supported: {form["Url"].FirstOrDefault()}");
        var name = form["Name"].SingleOrDefault();
        string sid;
        lock (_lock)
        {
            sid = string.Create(CultureInfo.InvariantCulture, $"MZ{_requests.Count:x32}");
            _streams[sid] = name ?? sid;
        }

        return WriteAsync(context, 201, Stream(call, sid, name, "in-progress"));
    }

    private Task StopAsync(HttpContext context, string call, string path)
    {
        var asked = Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..^".json".Length]);
        string? sid;
        lock (_lock)
        {
            sid = _streams.FirstOrDefault(stream => stream.Key == asked || stream.Value == asked).Key;
            if (sid is not null)
                _streams.Remove(sid);
        }

        return sid is null ? RefuseAsync(context, 404, 20404, $"The requested resource {path} was not found") : WriteAsync(context, 200, Stream(call, sid, asked, "stopped"));
    }

    private static object Stream(string call, string sid, string? name, string status) => new
    {
        sid,
        account_sid = AccountSid,
        call_sid = CallSid,
        name,
        status,
        date_updated = "Fri, 20 Nov 2026 13:00:00 +0000",
        uri = $"{call}/Streams/{sid}.json",
    };

    private static Task WriteAsync(HttpContext context, int status, object resource)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(resource));
    }
}
