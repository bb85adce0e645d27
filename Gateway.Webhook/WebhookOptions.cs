using System.ComponentModel.DataAnnotations;
using Gateway.Core;

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

    /// <summary>How many utterances may wait, and for how long.</summary>
    public WebhookQueueOptions Queue { get; init; } = new();

    /// <summary>A secret that the target checks. Null: none is sent.</summary>
    public WebhookSecretOptions? Secret { get; init; }

    /// <summary>How the target's certificate is checked.</summary>
    public WebhookTlsOptions Tls { get; init; } = new();
}

/// <summary>Bounds of the queue before the target (INF-30). Beyond either the oldest utterance is dropped, whichever conversation it belongs to.</summary>
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

/// <summary>A static secret sent with every request (api.md 4.2).</summary>
public sealed class WebhookSecretOptions
{
    /// <summary>The name of the header or of the query parameter.</summary>
    [Required]
    public string Name { get; init; } = "";

    /// <summary>The secret itself; <c>ValueFile</c> names a file that holds it.</summary>
    [Required]
    public Secret? Value { get; init; }

    /// <summary>Where it is put.</summary>
    /// <value>Default <see cref="SecretPlace.Header"/>.</value>
    public SecretPlace In { get; init; }
}

/// <summary>Where the webhook's secret is put.</summary>
public enum SecretPlace
{
    /// <summary>An HTTP header of that name.</summary>
    Header,

    /// <summary>A parameter of that name in the URL's query.</summary>
    Query,
}

/// <summary>How the target's certificate is checked.</summary>
public sealed class WebhookTlsOptions
{
    /// <summary>A file of PEM certificates. When given, the target's chain must end in one of them and the system's roots are not trusted. Null: the system's.</summary>
    public string? CaFile { get; init; }
}
