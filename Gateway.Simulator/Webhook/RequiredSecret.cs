using Gateway.Core;
using Microsoft.AspNetCore.Http;

namespace Gateway.Simulator.Webhook;

/// <summary>The static token that a webhook target may demand (api.md 4.2).</summary>
/// <param name="Name">The header's or query parameter's name.</param>
/// <param name="Value">What it must hold.</param>
/// <param name="Place">Where it must be.</param>
internal sealed record RequiredSecret(string Name, Secret Value, SecretPlace Place)
{
    /// <summary>Whether a request bears it.</summary>
    public bool IsIn(HttpRequest request) =>
        (Place == SecretPlace.Header ? request.Headers[Name] : request.Query[Name]) == Value.Reveal();
}

/// <summary>Where a secret is sent.</summary>
internal enum SecretPlace
{
    /// <summary>In a request header.</summary>
    Header,

    /// <summary>In the URL's query.</summary>
    Query,
}
