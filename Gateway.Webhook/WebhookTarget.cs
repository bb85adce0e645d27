using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gateway.Core;
using Gateway.Webhook.Authentication;
using Gateway.Webhook.Connection;
using Microsoft.Extensions.Logging;

namespace Gateway.Webhook;

/// <summary>What became of one message.</summary>
/// <param name="Reason">Null when the target accepted it.</param>
/// <param name="Status">The target's HTTP status, if it answered.</param>
/// <param name="Detail">What it answered, at most 2 KiB, or what went wrong before that; null when there is nothing to tell. Never a
/// secret.</param>
internal readonly record struct Delivery(LossReason? Reason, int? Status = null, string? Detail = null);

/// <summary>
/// The customer's HTTPS endpoint with everything that it demands of us. Posts a message once; never follows a redirect, never throws. Safe
/// for concurrent use.
/// </summary>
internal sealed class WebhookTarget : IDisposable
{
    /// <summary>How much of an answer is read so that its connection can be used again, in bytes.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>How much of a refusal is kept (INF-31), in bytes.</summary>
    private const int KeptAnswerBytes = 2 * 1024;

    private static readonly ProductInfoHeaderValue UserAgent = new("TwilioGateway", typeof(WebhookTarget).Assembly.GetName().Version!.ToString(3));

    private readonly HttpsChannel _channel;
    private readonly OAuth2TokenSource? _tokens;
    private readonly MessageSignature? _signature;
    private readonly EchoFilter _echo;
    private readonly Uri _url;
    private readonly (string Name, string Value)? _header;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <exception cref="TlsMaterialException">Certificate files cannot be used.</exception>
    public WebhookTarget(WebhookOptions options, TimeProvider time, ILogger logger)
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

        _echo = new EchoFilter(options.Secret?.Value?.Reveal());
        _signature = options.Signature is null ? null : new MessageSignature(options.Signature, time);
        _channel = new HttpsChannel(options.Tls, options.AllowPrivateAddresses, options.Lanes, time, logger);
        _tokens = options.OAuth2 is null ? null : new OAuth2TokenSource(options.OAuth2, options.AllowPrivateAddresses, time, logger);
    }

    /// <summary>
    /// Posts one utterance. A token that the target refuses is renewed once (INF-28): it was not looked at, so this is no second try.
    /// </summary>
    public async Task<Delivery> PostAsync(Utterance utterance, CancellationToken cancellationToken)
    {
        var body = WebhookMessage.Serialize(utterance);
        // The same whenever the same utterance is sent: receivers tell repetitions by it.
        var id = $"msg_{utterance.Id}";
        for (var attempt = 1; ; attempt++)
        {
            OAuth2TokenSource.Token? token = null;
            if (_tokens is not null)
            {
                (token, var problem) = await TokenAsync(cancellationToken).ConfigureAwait(false);
                if (token is null)
                    return new Delivery(cancellationToken.IsCancellationRequested ? LossReason.Shutdown : LossReason.Token, null, problem);
            }

            var delivery = await SendAsync(utterance, body, id, token, cancellationToken).ConfigureAwait(false);
            if (token is null || delivery.Status != (int)HttpStatusCode.Unauthorized || attempt > 1 || !_tokens!.Refuse(token))
                return delivery;
        }
    }

    public void Dispose()
    {
        _channel.Dispose();
        _tokens?.Dispose();
    }

    private async Task<(OAuth2TokenSource.Token? Token, string? Problem)> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _tokens!.GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (null, null);
        }
    }

    private async Task<Delivery> SendAsync(Utterance utterance, byte[] body, string id, OAuth2TokenSource.Token? token, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = CreateRequest(body, id, token);
            var delivery = await _channel.SendAsync(request, response => ReadAsync(response, either.Token), either.Token).ConfigureAwait(false);
            return delivery with { Detail = _echo.Remove(delivery.Detail, utterance, token?.Value) };
        }
        catch (OperationCanceledException)
        {
            return new Delivery(cancellationToken.IsCancellationRequested ? LossReason.Shutdown : LossReason.Timeout);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new Delivery(ConnectionProblem.ReasonOf(failure), null, ConnectionProblem.Describe(failure));
        }
    }

    private HttpRequestMessage CreateRequest(byte[] body, string id, OAuth2TokenSource.Token? token)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = content };
        request.Headers.UserAgent.Add(UserAgent);
        if (_header is { } header)
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        _signature?.Sign(request.Headers, id, body);
        return request;
    }

    private static async Task<Delivery> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var buffer = new byte[KeptAnswerBytes];
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var kept = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            var answer = kept == 0 ? null : Encoding.UTF8.GetString(buffer, 0, kept);
            for (var total = kept; total is >= KeptAnswerBytes and < MaxAnswerBytes;)
            {
                var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    break;
                total += read;
            }

            return response.IsSuccessStatusCode ? new Delivery(null, status) : new Delivery(LossReason.Status, status, answer);
        }
    }

    private static Uri WithParameter(Uri url, string name, string value)
    {
        var parameter = string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");
        return new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{parameter}" : parameter }.Uri;
    }
}
