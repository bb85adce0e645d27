using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Core;

namespace Gateway.Webhook;

/// <summary>What became of one request.</summary>
/// <param name="Reason">Null when the target accepted it.</param>
/// <param name="Status">The target's HTTP status, if it answered.</param>
/// <param name="Answer">The beginning of what it answered, if it refused.</param>
internal readonly record struct Delivery(LossReason? Reason, int? Status = null, string? Answer = null);

/// <summary>The customer's HTTPS endpoint. Posts one utterance at a time, once; never follows a redirect, never throws. Safe for concurrent use.</summary>
internal sealed class WebhookTarget : IDisposable
{
    /// <summary>How much of an answer is read so that its connection can be used again, in bytes.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>How much of a refusal is kept (INF-31), in bytes.</summary>
    private const int KeptAnswerBytes = 2 * 1024;

    private readonly HttpClient _client;
    private readonly Uri _url;
    private readonly (string Name, string Value)? _header;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <exception cref="IOException">The CA file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The CA file holds no certificates.</exception>
    public WebhookTarget(WebhookOptions options, TimeProvider time)
    {
        _timeout = options.Timeout;
        _time = time;
        _url = options.Url!;
        if (options.Secret is { Value: { } value } secret)
        {
            if (secret.In == SecretPlace.Query)
                _url = WithParameter(_url, secret.Name, value.Reveal());
            else
                _header = (secret.Name, value.Reveal());
        }

        _client = new HttpClient(CreateHandler(options), disposeHandler: true)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("TwilioGateway/" + typeof(WebhookTarget).Assembly.GetName().Version?.ToString(3));
    }

    public async Task<Delivery> PostAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = CreateRequest(utterance);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            var answer = await ReadAnswerAsync(response, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? new Delivery(null, status) : new Delivery(LossReason.Status, status, answer);
        }
        catch (OperationCanceledException)
        {
            return new Delivery(cancellationToken.IsCancellationRequested ? LossReason.Shutdown : LossReason.Timeout);
        }
        catch (HttpRequestException failure)
        {
            return new Delivery(failure.HttpRequestError == HttpRequestError.SecureConnectionError || failure.InnerException is AuthenticationException
                ? LossReason.Tls
                : LossReason.Connect);
        }
        catch (IOException)
        {
            return new Delivery(LossReason.Connect);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage CreateRequest(Utterance utterance)
    {
        var content = new ByteArrayContent(WebhookMessage.Serialize(utterance));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = content };
        if (_header is { } header)
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return request;
    }

    private static async Task<string?> ReadAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[KeptAnswerBytes];
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var kept = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            var answer = kept == 0 ? null : Encoding.UTF8.GetString(buffer, 0, kept);
            for (var total = kept; total < MaxAnswerBytes;)
            {
                var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    break;
                total += read;
            }

            return answer;
        }
    }

    private static SocketsHttpHandler CreateHandler(WebhookOptions options)
    {
        var tls = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };
        if (options.Tls.CaFile is { } caFile)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(caFile);
            tls.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(trusted);
        }

        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // The target is dialled directly: what a proxy in the environment would see are transcripts.
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = options.Lanes,
            EnableMultipleHttp2Connections = true,
            // A target that moves to another address is found within minutes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = tls,
        };
    }

    private static Uri WithParameter(Uri url, string name, string value)
    {
        var parameter = $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
        return new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{parameter}" : parameter }.Uri;
    }
}
