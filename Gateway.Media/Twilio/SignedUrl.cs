namespace Gateway.Media.Twilio;

/// <summary>
/// A URL in the pieces that Twilio, or something on the way, adds or leaves out before it is signed. Raw texts that join to the URL again: <see
/// cref="Uri"/> and <see cref="UriBuilder"/> drop or add ports and slashes on their own.
/// </summary>
/// <param name="Scheme">Up to and with <c>://</c>.</param>
/// <param name="UserInfo">Up to and with <c>@</c>, or empty.</param>
/// <param name="Host">A name, or an address; an IPv6 address with its brackets.</param>
/// <param name="Port">From the colon on, or empty.</param>
/// <param name="Rest">Path, query and fragment.</param>
internal readonly record struct SignedUrl(string Scheme, string UserInfo, string Host, string Port, string Rest)
{
    /// <summary>What Twilio adds when it signs a port that the URL does not name: 443 where there is TLS, 80 elsewhere.</summary>
    public string StandardPort => Scheme.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || Scheme.StartsWith("wss:", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";

    /// <summary>Takes a URL apart; null when it has no <c>://</c>. Never throws.</summary>
    public static SignedUrl? Split(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        if (scheme < "://".Length)
            return null;
        var length = url.AsSpan(scheme).IndexOfAny('/', '?', '#');
        var (authority, rest) = length < 0 ? (url[scheme..], "") : (url[scheme..(scheme + length)], url[(scheme + length)..]);
        var host = authority.LastIndexOf('@') + 1;
        // The colons within the brackets of an IPv6 address are followed by the bracket, which is no digit.
        var colon = authority.LastIndexOf(':');
        var port = colon >= host && authority.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? colon : authority.Length;
        return new SignedUrl(url[..scheme], authority[..host], authority[host..port], authority[port..], rest);
    }
}
