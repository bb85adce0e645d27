using System.Globalization;
using Gateway.Core;

namespace Gateway.Simulator.Cloud;

/// <summary>A stream as it was asked for, over REST or in TwiML.</summary>
internal sealed record StreamOrder
{
    // Documented for <Parameter>: both together, each.
    private const int LongestParameter = 500;
    private const int MostParameters = 99;

    /// <summary>What to dial, letter by letter.</summary>
    public required string Url { get; init; }

    /// <summary>Its name within the call; null: none.</summary>
    public string? Name { get; init; }

    /// <summary>What it carries. Default: the inbound track.</summary>
    public IReadOnlyList<Track> Tracks { get; init; } = [Track.Inbound];

    /// <summary>Where its events go, with the fragment that tunes retries; null: nowhere.</summary>
    public string? StatusCallback { get; init; }

    /// <summary>Whether events are sent with GET instead of POST.</summary>
    public bool CallbackByGet { get; init; }

    /// <summary>Its custom parameters.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads the form of a REST request.</summary>
    /// <exception cref="RestRefusedException">A parameter is missing or wrong.</exception>
    public static StreamOrder Read(IReadOnlyDictionary<string, string> form)
    {
        var parameters = new Dictionary<string, string>();
        for (var number = 1; number <= MostParameters; number++)
            if (form.TryGetValue(Numbered(number, "Name"), out var name))
                parameters[name] = form.GetValueOrDefault(Numbered(number, "Value"), "");
        return Create(
            form.GetValueOrDefault("Url"),
            form.GetValueOrDefault("Name"),
            form.GetValueOrDefault("Track"),
            form.GetValueOrDefault("StatusCallback"),
            form.GetValueOrDefault("StatusCallbackMethod"),
            parameters);

        static string Numbered(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"Parameter{number}.{what}");
    }

    /// <summary>Checks what was asked for.</summary>
    /// <exception cref="RestRefusedException">
    /// Something is missing or wrong. The codes 319xx are those of Twilio's error dictionary; for a wrong callback or parameter none is
    /// documented, and those used here are a guess.
    /// </exception>
    public static StreamOrder Create(
        string? url, string? name, string? track, string? callback, string? method, IReadOnlyDictionary<string, string> parameters)
    {
        if (string.IsNullOrEmpty(url))
            throw new RestRefusedException(400, 20001, "Missing required parameter Url in the post body");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || url.Contains(' ', StringComparison.Ordinal))
            throw new RestRefusedException(400, 31923, $"Stream - Malformed URL: {url}");
        if (parsed.Scheme != Uri.UriSchemeWss)
            throw new RestRefusedException(400, 31922, $"Stream - URL scheme not supported: {url}");
        if (callback is { Length: > 0 } && !(Uri.TryCreate(callback, UriKind.Absolute, out var target) && target.Scheme is "http" or "https"))
            throw new RestRefusedException(400, 21609, $"Invalid 'StatusCallback' url parameter: {callback}");
        if (method is not (null or "GET" or "POST"))
            throw new RestRefusedException(400, 20001, $"Invalid StatusCallbackMethod: {method}");
        if (parameters.Any(static parameter => parameter.Key.Length + parameter.Value.Length >= LongestParameter))
            throw new RestRefusedException(400, 20001, "A parameter's name and value must together be shorter than 500 characters");
        return new StreamOrder
        {
            Url = url,
            Name = string.IsNullOrEmpty(name) ? null : name,
            Tracks = track switch
            {
                null or "" or "inbound_track" => [Track.Inbound],
                "outbound_track" => [Track.Outbound],
                "both_tracks" => [Track.Inbound, Track.Outbound],
                _ => throw new RestRefusedException(400, 31941, $"Stream - Invalid Track configuration: {track}"),
            },
            StatusCallback = string.IsNullOrEmpty(callback) ? null : callback,
            CallbackByGet = method == "GET",
            Parameters = parameters,
        };
    }
}
