using System.ComponentModel.DataAnnotations;
using Gateway.Core;

namespace Gateway.Webhook.Authentication;

/// <summary>OAuth2 client credentials (RFC 6749, 4.4; INF-28). Configuration section <c>Gateway:Webhook:OAuth2</c>.</summary>
public sealed class OAuth2Options
{
    /// <summary>The token endpoint, an absolute <c>https</c> URL.</summary>
    [Required]
    public Uri? TokenUrl { get; init; }

    /// <summary>The client's name at the authorization server.</summary>
    [Required]
    public string ClientId { get; init; } = "";

    /// <summary>The client's secret; <c>ClientSecretFile</c> names a file that holds it.</summary>
    [Required]
    public Secret? ClientSecret { get; init; }

    /// <summary>How the client shows its secret.</summary>
    /// <value>Default <see cref="ClientAuthentication.Basic"/>.</value>
    public ClientAuthentication ClientAuthentication { get; init; }

    /// <summary>The scope to ask for. Null: the server's default.</summary>
    public string? Scope { get; init; }

    /// <summary>The audience to ask for. Null: none is sent.</summary>
    public string? Audience { get; init; }

    /// <summary>Trust in the token server, and our certificate for it; the target's own settings do not count here.</summary>
    public TlsOptions Tls { get; init; } = new();
}

/// <summary>How an OAuth2 client shows its secret to the token endpoint (RFC 6749, 2.3.1).</summary>
public enum ClientAuthentication
{
    /// <summary>In the header <c>Authorization: Basic</c>.</summary>
    Basic,

    /// <summary>As <c>client_id</c> and <c>client_secret</c> in the form.</summary>
    Body,
}
