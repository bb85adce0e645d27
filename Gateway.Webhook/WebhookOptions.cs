using System.ComponentModel.DataAnnotations;
using Gateway.Webhook.Authentication;

namespace Gateway.Webhook;

/// <summary>Where finished utterances are posted, and how patiently. Configuration section <c>Gateway:Webhook</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>The target, an absolute <c>https</c> URL. Null: nothing is posted (INF-32).</summary>
    public Uri? Url { get; init; }

    /// <summary>How long one request may take from connecting to the end of the answer. There is no second try.</summary>
    /// <value>Default 5 s; 100 ms to 1 min.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests under way at the same time, each for another conversation.</summary>
    /// <value>Default 16; 1 to 256.</value>
    [Range(1, 256)]
    public int Lanes { get; init; } = 16;

    /// <summary>How long a shutdown goes on sending what waits; the rest goes to the ledger.</summary>
    /// <value>Default 10 s; 0 to 5 min.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether the target and the token server may be at private addresses (RFC 1918, unique local, loopback, shared address space).
    /// Link-local addresses, where clouds keep their credentials, are refused in any case.
    /// </summary>
    /// <value>Default true: receivers are often internal.</value>
    public bool AllowPrivateAddresses { get; init; } = true;

    /// <summary>How many utterances may wait, and for how long.</summary>
    public WebhookQueueOptions Queue { get; init; } = new();

    /// <summary>A secret that the target checks. Null: none is sent.</summary>
    public WebhookSecretOptions? Secret { get; init; }

    /// <summary>OAuth2 client credentials. Null: no token is sent. With it, nothing is ever posted without a token.</summary>
    public OAuth2Options? OAuth2 { get; init; }

    /// <summary>Signs each message so that the target can tell who sent it. Null: not signed.</summary>
    public SignatureOptions? Signature { get; init; }

    /// <summary>Trust in the target, and our certificate for it.</summary>
    public TlsOptions Tls { get; init; } = new();
}

/// <summary>
/// Bounds of the queue before the target (INF-30). Beyond either the oldest utterance is dropped, whichever conversation it belongs to.
/// </summary>
public sealed class WebhookQueueOptions
{
    /// <summary>The most utterances that may wait.</summary>
    /// <value>Default 1 000; 1 to 1 000 000.</value>
    [Range(1, 1_000_000)]
    public int Capacity { get; init; } = 1000;

    /// <summary>The longest that one may wait.</summary>
    /// <value>Default 30 s; 1 s to 1 h.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(30);
}
