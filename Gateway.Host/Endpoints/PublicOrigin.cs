namespace Gateway.Host.Endpoints;

/// <summary>How the world outside names this gateway.</summary>
/// <param name="configured">The configured origin, or null: whatever host the request names, which is all that is known then.</param>
internal sealed class PublicOrigin(Uri? configured)
{
    // The text as configured: Uri would drop an explicit port 443, and Twilio signs what it was given.
    private readonly string? _authority = configured is null ? null : configured.OriginalString["https://".Length..].TrimEnd('/');

    /// <summary><c>https://host[:port]</c>, without a slash at the end.</summary>
    public string HttpsOrigin(HttpRequest request) => "https://" + (_authority ?? request.Host.Value);

    /// <summary><c>wss://host[:port]</c>, without a slash at the end.</summary>
    public string WebSocketOrigin(HttpRequest request) => "wss://" + (_authority ?? request.Host.Value);
}
