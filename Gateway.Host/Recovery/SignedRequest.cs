using System.Text;
using Gateway.Media.Twilio;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Host.Recovery;

/// <summary>Reads a request that Twilio has signed: a form, a query, or a body with its hash in the query.</summary>
internal static class SignedRequest
{
    /// <summary>Twilio's callbacks have some hundred bytes; custom parameters can make them longer.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads the parameters and checks the signature over the URL as Twilio knows it. Never trusts what proxies add.</summary>
    /// <param name="context">The request.</param>
    /// <param name="origin">This gateway's, as Twilio knows it.</param>
    /// <param name="authToken">The account's Auth Token.</param>
    /// <returns>The parameters; null when the signature is missing or wrong.</returns>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>?> ReadAsync(HttpContext context, string origin, string authToken)
    {
        var url = origin + context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var signature = context.Request.Headers["X-Twilio-Signature"].ToString();
        var query = url.Contains('?', StringComparison.Ordinal) ? url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";
        if (!HttpMethods.IsPost(context.Request.Method))
            return TwilioWebhookSignature.Match(url, [], signature, authToken) is null ? null : TwilioForm.Parse(query);

        var body = await BodyAsync(context);
        if (body is null)
            return null;
        if (context.Request.Query.ContainsKey(TwilioWebhookSignature.BodyHash))
            return TwilioWebhookSignature.MatchBody(url, body, signature, authToken) is null ? null : TwilioForm.Parse(query);
        var form = TwilioForm.Parse(Encoding.UTF8.GetString(body));
        return TwilioWebhookSignature.Match(url, form, signature, authToken) is null ? null : form;
    }

    private static async Task<byte[]?> BodyAsync(HttpContext context)
    {
        var body = new byte[MaxBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length > MaxBytes ? null : body[..length];
    }
}
