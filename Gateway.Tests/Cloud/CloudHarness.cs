using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gateway.Core;
using Gateway.Simulator;
using Gateway.Simulator.Audio;
using Gateway.Simulator.Cloud;
using Gateway.Simulator.Twilio;
using Gateway.Simulator.Webhook;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Cloud;

/// <summary>A status callback as it arrived.</summary>
internal sealed record ArrivedCallback(string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Form)
{
    public string Event => Form["StreamEvent"];
}

/// <summary>The simulator's cloud on loopback, a server for its status callbacks, and a client of its REST API.</summary>
internal sealed class CloudHarness : IAsyncDisposable
{
    public static readonly Secret AuthToken = new("0123456789abcdef0123456789abcdef");

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-cloud-").FullName;
    private readonly ReceiverCertificate _certificate = ReceiverCertificate.Create(TimeProvider.System);
    private readonly PrivateAuthority _authority;
    private readonly FrameClock _clock = new(TimeProvider.System);
    private readonly HttpClient _http;
    private TwilioCloud? _cloud;
    private LoopbackServer? _target;

    private CloudHarness()
    {
        _authority = new PrivateAuthority(_folder, "target");
        _certificate.Save(_folder);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = ServerTrust.OnlyFile(CaFile).ToTlsOptions() }) { Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AccountSid}:{AuthToken.Reveal()}")));
    }

    public static string AccountSid => TwilioMessages.AccountSid;

    public TwilioCloud Cloud => _cloud!;

    public string CaFile => Path.Combine(_folder, ReceiverCertificate.AuthorityFile);

    /// <summary>The status callbacks that have arrived.</summary>
    public ConcurrentQueue<ArrivedCallback> Arrived { get; } = new();

    /// <summary>What the target answers, one after the other, and 204 when there is none left.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    public string CallbackUrl => new Uri(_target!.Url, "/stream-status").ToString();

    /// <param name="trust">Whose certificate the cloud accepts, besides that of the target for callbacks; null: only that.</param>
    public static async Task<CloudHarness> StartAsync(string? trust = null)
    {
        var harness = new CloudHarness();
        harness._target = await LoopbackServer.StartAsync(harness._authority.IssueServer("127.0.0.1"), harness.AnswerAsync);
        var trusted = Path.Combine(harness._folder, "trusted.pem");
        await File.WriteAllTextAsync(trusted, await File.ReadAllTextAsync(harness._authority.File) + (trust is null ? "" : "\n" + await File.ReadAllTextAsync(trust)));
        harness._cloud = await TwilioCloud.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            harness._certificate,
            new CloudOptions { AuthToken = AuthToken, Trust = ServerTrust.OnlyFile(trusted) },
            harness._clock,
            new Random(1),
            CancellationToken.None);
        return harness;
    }

    /// <summary>A call on which nothing is said.</summary>
    public CloudCall PlaceSilent() => Cloud.Place(CallAudio.Silence(TimeSpan.FromSeconds(10)), TimeSpan.Zero);

    /// <summary>Asks the REST API.</summary>
    public async Task<(int Status, JsonElement Body)> AskAsync(CloudCall call, string path, params (string Name, string Value)[] form)
    {
        var url = new Uri(Cloud.Url, $"/2010-04-01/Accounts/{AccountSid}/Calls/{call.Sid}{path}");
        using var content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        using var answer = form.Length == 0 ? await _http.GetAsync(url) : await _http.PostAsync(url, content);
        return ((int)answer.StatusCode, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Asks the REST API for a call with a path of one's own, and takes the answer as it is.</summary>
    public async Task<(int Status, string? Type)> LookUpAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(Cloud.Url, path));
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>What has arrived as soon as that is so many; more is a fault.</summary>
    public async Task<IReadOnlyList<ArrivedCallback>> CallbacksAsync(int count)
    {
        await Eventually.HoldsAsync(() => Arrived.Count >= count);
        Assert.Equal(count, Arrived.Count);
        return [.. Arrived];
    }

    /// <summary>What Twilio's own SDK says of the signature of callbacks.</summary>
    public static async Task<IReadOnlyList<bool>> AcceptedBySdkAsync(params ArrivedCallback[] callbacks)
    {
        var questions = callbacks.Select(callback => new
        {
            url = callback.Url.ToString(),
            token = AuthToken.Reveal(),
            parameters = callback.Method == "GET" ? new Dictionary<string, string>() : callback.Form,
            signature = callback.Headers.GetValueOrDefault("X-Twilio-Signature", "none"),
        }).ToArray();
        return [.. (await Node.AskAsync("webhook.mjs", questions)).Select(answer => answer.GetProperty("valid").GetBoolean())];
    }

    public async ValueTask DisposeAsync()
    {
        await Cloud.DisposeAsync();
        await _target!.DisposeAsync();
        _http.Dispose();
        await _clock.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var pairs = request.HasFormContentType ? (IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>>)await request.ReadFormAsync() : request.Query;
        Arrived.Enqueue(new ArrivedCallback(
            request.Method,
            new Uri(new Uri(CallbackUrl), request.Path + request.QueryString),
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            pairs.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())));
        context.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 204;
    }
}
