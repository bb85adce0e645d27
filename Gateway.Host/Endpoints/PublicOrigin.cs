namespace Gateway.Host.Endpoints;

/// <summary>How the world outside names this gateway.</summary>
/// <param name="configured">The configured origin, or null: whatever host the request names, which is all that is known then.</param>
internal sealed class PublicOrigin(Uri? configured)
{
    // The text as configured: Uri would drop an explicit port 443, and Twilio signs what it was given.
    private readonly string? _authority = configured is null ? null : configured.OriginalString["https://".Length..].TrimEnd('/');

    /// <summary>The configured origin, <c>https://host[:port]</c>, for where there is no request, or none that may be believed.</summary>
    /// <exception cref="InvalidOperationException">None is configured.</exception>
    public string Https => "https://" + Configured;

    /// <summary>The same for WebSockets, <c>wss://host[:port]</c>.</summary>
    /// <inheritdoc cref="Https"/>
    public string WebSocket => "wss://" + Configured;

    private string Configured => _authority ?? throw new InvalidOperationException("Gateway:PublicUrl is needed.");

    /// <summary><c>https://host[:port]</c>, without a slash at the end.</summary>
    public string HttpsOrigin(HttpRequest request) => "https://" + (_authority ?? request.Host.Value);

    /// <summary><c>wss://host[:port]</c>, without a slash at the end.</summary>
    public string WebSocketOrigin(HttpRequest request) => "wss://" + (_authority ?? request.Host.Value);
}
