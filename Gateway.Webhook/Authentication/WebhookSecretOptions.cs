using System.ComponentModel.DataAnnotations;
using Gateway.Core;

namespace Gateway.Webhook.Authentication;

/// <summary>A static secret sent with every request (api.md 4.2). Configuration section <c>Gateway:Webhook:Secret</c>.</summary>
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
