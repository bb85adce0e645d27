using Gateway.Core;
using Gateway.Simulator.Twilio;

namespace Gateway.Simulator.Cloud;

/// <summary>A webhook request as Twilio sends it. Sent again it is the same request, with the same signature: nothing in it ages.</summary>
internal sealed record SignedRequest
{
    private SignedRequest(string url, string method, IReadOnlyList<KeyValuePair<string, string>> form, string? signature, string token)
    {
        Method = method;
        Overrides = ConnectionOverrides.Of(url);
        Url = new Uri(Requested(url, method, form));
        Form = form;
        Signature = signature;
        IdempotencyToken = token;
    }

    /// <summary>What is requested, with the parameters of a GET.</summary>
    public Uri Url { get; }

    /// <summary><c>GET</c> or <c>POST</c>.</summary>
    public string Method { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form { get; }

    /// <summary>The <c>X-Twilio-Signature</c>; null: it is not signed.</summary>
    public string? Signature { get; }

    /// <summary>The same for every try of one event.</summary>
    public string IdempotencyToken { get; }

    /// <summary>How patiently it is sent.</summary>
    public ConnectionOverrides Overrides { get; }

    /// <summary>Signs a request.</summary>
    /// <param name="url">The URL with its fragment.</param>
    /// <param name="method"><c>GET</c> or <c>POST</c>.</param>
    /// <param name="form">The parameters.</param>
    /// <param name="key">The account's token; null leaves the signature out.</param>
    /// <param name="token">What marks the event.</param>
    public static SignedRequest Create(string url, string method, IReadOnlyList<KeyValuePair<string, string>> form, Secret? key, string token) =>
        new(url, method, form, key is null ? null : TwilioSignature.OfWebhook(key, Requested(url, method, form), method == "POST" ? form : []), token);

    /// <summary>A message to send, once.</summary>
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Url);
        message.Headers.UserAgent.ParseAdd("TwilioProxy/1.1");
        message.Headers.Accept.ParseAdd("*/*");
        message.Headers.Add("I-Twilio-Idempotency-Token", IdempotencyToken);
        if (Signature is not null)
            message.Headers.Add("X-Twilio-Signature", Signature);
        if (Method == "POST")
            message.Content = new FormUrlEncodedContent(Form);
        return message;
    }

    private static string Requested(string url, string method, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        var plain = url.Split('#', 2)[0];
        if (method == "POST" || form.Count == 0)
            return plain;
        var query = string.Join('&', form.Select(static pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return plain + (plain.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;
    }
}
